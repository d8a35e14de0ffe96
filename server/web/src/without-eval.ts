import { z } from 'zod';

/*
 * Stands before all other imports. zod writes faster parsers where it may evaluate code, and finds out by trying: the
 * content policy would refuse that, and report it like an attack (security.md T20).
 */
z.config({ jitless: true });
