import { Validator } from '@seriousme/openapi-schema-validator';
import { beforeEach, describe, expect, it } from 'vitest';
import { PROVIDER_RETURN_PATH } from '../../../protocol/src/approval-api.ts';
import { DESCRIBED_ROUTES } from '../../../server/src/openapi/described-routes.ts';
import { eachTestApp } from '../../support/each-test-app.ts';
import { routesOf } from '../../support/routes-of.ts';
import { METRICS_TOKEN, type TestApp } from '../../support/test-app.ts';

/** What browsers show: pages, no part of the API. */
const PAGES = new Set([
  '/',
  '/device',
  '/pair/device',
  '/inbox',
  '/expected',
  '/enrollment-day',
  '/not-me',
  '/devices',
  '/labs',
  '/audit',
  '/api/docs',
  PROVIDER_RETURN_PATH,
]);

interface Operation {
  readonly summary: string;
  readonly tags: readonly string[];
  readonly security: readonly Record<string, readonly string[]>[];
  readonly responses: Readonly<Record<string, { readonly description: string }>>;
}

let test: TestApp;
let document: { paths: Record<string, Record<string, Operation>> };
eachTestApp((app) => {
  test = app;
});
beforeEach(async () => {
  document = (await test.get('/api/openapi.json')).json();
});

const operations = () =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      name: `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`,
      operation,
    })),
  );

describe('the OpenAPI document', () => {
  it('is valid OpenAPI', async () => {
    expect(await new Validator().validate(structuredClone(document))).toEqual({ valid: true });
  });

  it('has every route of the API, and no other', () => {
    const registered = routesOf(test.app)
      .filter(({ url }) => !PAGES.has(url))
      .map(({ method, url }) => `${method} ${url}`);
    expect(registered.length).toBeGreaterThan(40);
    expect(Object.keys(DESCRIBED_ROUTES).sort()).toEqual([...registered].sort());
    const described = operations().map(({ name }) => name);
    expect(described.sort()).toEqual(registered.sort());
  });

  it('says of each what it is for, who may call and what each status means', () => {
    for (const { name, operation } of operations()) {
      expect(operation.summary, name).toMatch(/^[A-Z]/);
      expect(operation.tags, name).toHaveLength(1);
      expect(operation.security, name).toBeDefined();
      const words = Object.entries(operation.responses);
      expect(words.filter(([status]) => !/^\d{3}$/.test(status))).toEqual([]);
      expect(words.filter(([, { description }]) => description === 'Default Response')).toEqual([]);
      expect(
        words.some(([status]) => status.startsWith('2')),
        name,
      ).toBe(true);
    }
  });

  it('lets in whom the server lets in', async () => {
    for (const { name, operation } of operations()) {
      const [method, url] = name.split(' ') as ['GET', string];
      const form = url.startsWith('/oauth/');
      const { statusCode } = await test.app.inject({
        method,
        url: url.replace(/:\w+/g, '1'),
        headers: { 'content-type': `application/${form ? 'x-www-form-urlencoded' : 'json'}` },
        ...(method === 'GET' ? {} : { payload: form ? 'token=x' : '{}' }),
      });
      const isRefused = statusCode === 401 || (url === '/metrics' && statusCode === 404);
      expect([name, isRefused]).toEqual([name, operation.security.length > 0]);
    }
    const authorization = `Bearer ${METRICS_TOKEN.reveal()}`;
    expect((await test.get('/metrics', { authorization })).statusCode).toBe(200);
  });
});
