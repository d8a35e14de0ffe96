import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { policySchema } from '../../../src/main/policy/policy-schema.ts';
import { parsePolicy } from '../../../src/main/policy/read-policy.ts';

const DOCS = resolve(import.meta.dirname, '../../../docs');

describe('policySchema', () => {
  it('is what is published; `npx vitest run --project fast -u test/main/policy` renews it', async () => {
    const published = z.toJSONSchema(policySchema, { io: 'input', target: 'draft-2020-12' });
    const text = JSON.stringify({ title: 'Policy of a lab for Onbench', ...published }, null, 2);
    await expect(`${text}\n`).toMatchFileSnapshot(`${DOCS}/policy.schema.json`);
  });

  it('takes the example of the documentation', async () => {
    const text = await readFile(`${DOCS}/policy.md`, 'utf8');
    const example = /```json\n(.*?)```/s.exec(text)?.[1] ?? '';
    expect(parsePolicy(example).ok).toBe(true);
  });
});
