/*
 * `npm run demo`: one enrollment from the first click to a push, with the real app, a real browser, a real keyring and a
 * real git host, in scratch folders. Works with and without a display; leaves numbered pictures in demo-output/.
 */
import { walkthrough } from './stage/walkthrough.ts';

process.exitCode = await walkthrough();
