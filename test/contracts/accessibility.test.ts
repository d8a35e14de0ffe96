import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { openBrowser } from '../../scripts/stage/administrator.ts';
import { SMALLEST } from '../../scripts/stage/screen.ts';
import type { EnrollmentState } from '../../src/shared/enrollment.ts';
import type { FakeMain } from '../fakes/fake-bridge.ts';
import {
  AUTHORITY,
  BROKEN_POLICY,
  MANAGED_NETWORK,
  MANAGED_POLICY,
} from '../renderer/network-states.ts';

import {
  MISSING_KEY,
  NMGRL,
  otherLab,
  REMOVAL_PLAN,
  REPOSITORIES,
  registrationsOf,
} from '../renderer/registrations/labs.ts';
import {
  AWAITING_APPROVAL,
  CHECKING,
  ENROLLED,
  FINGERPRINT,
  FINISHING,
  failed,
  OTHER_FINGERPRINT,
  RECOVERY,
  REQUESTING_CODE,
} from '../renderer/states.ts';
import { SCREENS } from '../server-web/console-samples.ts';
import { ADA, LAB_MAC, ok, refusal, ScriptedServer } from '../server-web/scripted-server.ts';
import { openApprovalPage, openConsole, openPane, settle } from '../support/built-screens.ts';
import { findViolations } from '../support/find-violations.ts';

/*
 * Judged by axe in a real Chromium, on the built screens: contrast, names, roles and order in both colour schemes. The
 * build must be current (`npm test` sees to that).
 */

const COLOR_SCHEMES = ['light', 'dark'] as const;
type ColorScheme = (typeof COLOR_SCHEMES)[number];

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

async function openWindow(colorScheme: ColorScheme): Promise<Page> {
  const page = await browser.newPage({ viewport: { ...SMALLEST }, colorScheme });
  onTestFinished(() => page.close());
  return page;
}

const TRIAL = {
  version: '0.1.0',
  platform: 'linux',
  trialHome: '/tmp/trial/home',
  keyringService: 'pychron.cloud (trial)',
  logFile: '/tmp/trial/home/app/logs/onbench.log',
  hostname: 'lab-mac-01',
  policy: { kind: 'none' },
} as const;

const QUESTION = {
  host: '[repo.nmgrl.example]:2222',
  knownFingerprint: FINGERPRINT,
  offeredFingerprint: OTHER_FINGERPRINT,
};

const STATES: readonly (readonly [name: string, EnrollmentState])[] = [
  ['idle', { kind: 'idle' }],
  ['checking', CHECKING],
  ['requesting a code', REQUESTING_CODE],
  ['awaiting approval', AWAITING_APPROVAL],
  [
    'awaiting approval without a network',
    {
      ...AWAITING_APPROVAL,
      remainingMs: 59_000,
      polling: { kind: 'retrying', cause: 'offline', failures: 2, retryInMs: 9_000 },
    },
  ],
  ['awaiting approval after another code', { ...AWAITING_APPROVAL, earlierCode: 'revoked' }],
  ['finishing', FINISHING],
  ['asking about a host key', { ...FINISHING, question: QUESTION }],
  ['recovery', RECOVERY],
  ['enrolled', ENROLLED],
  ['enrolled beside another API', { ...ENROLLED, unusedApiBaseUrl: 'https://other.example' }],
  [
    'interrupted',
    failed({ kind: 'interrupted', lab: 'NMGRL', missing: 'keyring', tokenByHand: false }),
  ],
  ['denied', failed({ kind: 'denied' })],
  ['cancelled', failed({ kind: 'cancelled', revocation: 'could-not-revoke' })],
  [
    'not proved',
    failed({
      kind: 'not-proved',
      lab: 'NMGRL',
      proofs: [
        { check: 'token', outcome: 'passed', reason: null },
        { check: 'ssh-config', outcome: 'failed', reason: 'overridden', options: ['User'] },
        { check: 'ssh-login', outcome: 'skipped', reason: 'no-ssh-client' },
      ],
    }),
  ],
];

const HOMES: [name: string, main: Partial<FakeMain>, button?: string][] = [
  ['one lab', { registrations: registrationsOf([NMGRL]) }],
  ['something missing', { registrations: registrationsOf([MISSING_KEY, otherLab('AGES')]) }],
  [
    'an expiring token and a failed test',
    {
      registrations: registrationsOf(
        [
          {
            ...NMGRL,
            expiry: { expiresAt: '2026-12-01T12:00:00Z', daysLeft: 7, warning: 7 },
          },
        ],
        {
          outcome: {
            kind: 'failed',
            operation: 'test-connection',
            lab: 'NMGRL',
            failure: { kind: 'server-unreachable', trouble: 'offline' },
          },
        },
      ),
    },
  ],
  [
    'the list of repositories',
    { registrations: registrationsOf([NMGRL]), repositories: REPOSITORIES },
    'Show the lab’s repositories',
  ],
  [
    'the question before a removal',
    { registrations: registrationsOf([NMGRL]), removalPlan: REMOVAL_PLAN },
    'Revoke this workstation…',
  ],
];

describe.each(COLOR_SCHEMES)('the pane in %s', (colorScheme) => {
  async function show(main: Partial<FakeMain>): Promise<Page> {
    const page = await openWindow(colorScheme);
    await openPane(page, main);
    return page;
  }

  it.each(STATES)('has no serious barrier when %s', async (_, state) => {
    expect(await findViolations(await show({ state, info: TRIAL }))).toEqual([]);
  });

  it.each(HOMES)('has none at home with %s', async (_, main, button) => {
    const page = await show({ ...main, info: TRIAL });
    if (button !== undefined) await page.getByRole('button', { name: button }).click();
    expect(await findViolations(page)).toEqual([]);
  });

  it.each([
    ['what will change', AWAITING_APPROVAL],
    ['what stands in the ssh config', ENROLLED],
  ])('has none with %s in sight', async (_, state) => {
    const page = await show({ state, info: TRIAL });
    await page.locator('summary').click();
    await page.getByRole('region', { name: 'SSH config lines' }).waitFor();
    expect(await findViolations(page)).toEqual([]);
  });

  it('has none with the diagnostics in sight', async () => {
    const page = await show({ diagnostics: { text: 'line\n'.repeat(200), blanked: 1 } });
    await page.getByRole('button', { name: 'Diagnostics' }).click();
    await page.getByRole('button', { name: 'Copy diagnostics' }).waitFor();
    expect(await findViolations(page)).toEqual([]);
  });

  it.each(['window', 'app'] as const)('has none after a bug of the %s', async (trouble) => {
    expect(await findViolations(await show({ trouble }))).toEqual([]);
  });

  it('has none with a problem beside the address', async () => {
    const page = await show({});
    await page.getByLabel('API base URL').fill('http://api.example.org');
    await page.getByRole('button', { name: /Start/ }).click();
    await page.getByText('starts with https://').waitFor();
    expect(await findViolations(page)).toEqual([]);
  });
});

describe.each(COLOR_SCHEMES)('the network section in %s', (colorScheme) => {
  async function openNetwork(main: Partial<FakeMain>): Promise<Page> {
    const page = await openWindow(colorScheme);
    await openPane(page, { preferences: { apiBaseUrl: 'https://api.nmgrl.example' }, ...main });
    await page.getByRole('button', { name: 'Change the network settings' }).click();
    return page;
  }

  it('has no serious barrier with a problem beside the proxy', async () => {
    const page = await openNetwork({});
    await page.getByLabel('This proxy').check();
    await page.getByRole('button', { name: 'Use this proxy' }).click();
    await page.getByText('Enter the address of the proxy').waitFor();
    expect(await findViolations(page)).toEqual([]);
  });

  it('has none when a certificate is shown', async () => {
    const page = await openNetwork({ chosenAuthority: { ok: true, value: AUTHORITY } });
    await page.getByRole('button', { name: 'Choose certificate…' }).click();
    await page.getByRole('button', { name: /^Trust for/ }).waitFor();
    expect(await findViolations(page)).toEqual([]);
  });

  it('has none when the lab manages it', async () => {
    const info = { ...TRIAL, policy: MANAGED_POLICY };
    expect(await findViolations(await openNetwork({ info, network: MANAGED_NETWORK }))).toEqual([]);
  });

  it('has none when the policy is broken', async () => {
    const page = await openWindow(colorScheme);
    await openPane(page, { info: { ...TRIAL, policy: BROKEN_POLICY } });
    expect(await findViolations(page)).toEqual([]);
  });
});

describe('the pane at its smallest, in a trial', () => {
  it('shows code, key and QR code without scrolling', async () => {
    const page = await openWindow('light');
    await openPane(page, { state: AWAITING_APPROVAL, info: TRIAL });
    const bottom = (await page.getByRole('contentinfo').boundingBox())?.y ?? 0;
    for (const shown of [
      page.getByRole('group', { name: 'Code' }),
      page.getByRole('img', { name: /QR code/ }),
      page.locator('.fingerprint'),
    ]) {
      const box = await shown.boundingBox();
      expect((box?.y ?? bottom) + (box?.height ?? 0)).toBeLessThan(bottom);
    }
  });
});

const ANSWERS = {
  'GET session': ok(ADA),
  'POST lookup': ok(LAB_MAC),
  'POST approve': ok(),
  'POST deny': ok(),
};
const SIGNED_OUT = {
  ...ANSWERS,
  'GET session': refusal(401, 'not_signed_in'),
  'POST session': refusal(401, 'wrong_credentials'),
};
const STALE = { 'GET session': ok(ADA), 'POST approve': refusal(403, 'fresh_sign_in_required') };

async function press(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name, exact: true }).click();
}

async function review(page: Page): Promise<void> {
  await page.getByLabel('Code').fill('BCDFGHJK');
  await press(page, 'Continue');
  await page.getByRole('heading', { name: 'Review this request' }).waitFor();
}

type Steps = (page: Page) => Promise<void>;

const PAGE_STEPS: readonly (readonly [name: string, script: typeof ANSWERS, steps: Steps])[] = [
  ['signing in', SIGNED_OUT, async () => {}],
  [
    'the password is wrong',
    SIGNED_OUT,
    async (page) => {
      await page.getByLabel('E-mail').fill('ada@nmgrl.example');
      await page.getByLabel('Password').fill('wrong');
      await press(page, 'Sign in');
      await page.getByRole('alert').waitFor();
    },
  ],
  ['asking for the code', ANSWERS, async () => {}],
  [
    'the code cannot be right',
    ANSWERS,
    async (page) => {
      await page.getByLabel('Code').fill('AEIO');
      await press(page, 'Continue');
      await page.getByRole('alert').waitFor();
    },
  ],
  ['reviewing', ANSWERS, review],
  [
    'something is missing in the review',
    ANSWERS,
    async (page) => {
      await review(page);
      await press(page, 'Approve');
      await page.getByRole('alert').first().waitFor();
    },
  ],
  [
    'approved',
    ANSWERS,
    async (page) => {
      await review(page);
      await page.getByLabel('Technician’s e-mail').fill('tom@nmgrl.example');
      await page.getByLabel('The code and the fingerprint match').check();
      await press(page, 'Approve');
      await page.getByRole('heading', { name: 'Approved' }).waitFor();
    },
  ],
  [
    'the password is asked for again',
    { ...SIGNED_OUT, ...STALE },
    async (page) => {
      await review(page);
      await page.getByLabel('Technician’s e-mail').fill('tom@nmgrl.example');
      await page.getByLabel('The code and the fingerprint match').check();
      await press(page, 'Approve');
      await page.getByRole('dialog').waitFor();
      await page.getByLabel('Password').fill('wrong');
      await press(page, 'Sign in and go on');
      await page.getByRole('alert').waitFor();
    },
  ],
  [
    'denied',
    ANSWERS,
    async (page) => {
      await review(page);
      await press(page, 'Deny');
      await page.getByRole('heading', { name: 'Denied' }).waitFor();
    },
  ],
];

describe.each(COLOR_SCHEMES)('the approval page in %s', (colorScheme) => {
  it.each(PAGE_STEPS)('has no serious barrier when %s', async (_, script, steps) => {
    const page = await openWindow(colorScheme);
    await openApprovalPage(page, new ScriptedServer(script));
    await steps(page);
    expect(await findViolations(page)).toEqual([]);
  });
});

describe.each(COLOR_SCHEMES)('the administrators’ pages in %s', (colorScheme) => {
  it.each(SCREENS.map((screen) => [screen.name, screen] as const))(
    'have no serious barrier at %s',
    async (_, { path, methods, server, steps }) => {
      const page = await openWindow(colorScheme);
      await openConsole(page, path, server(), methods);
      await steps?.(page);
      expect(await findViolations(page)).toEqual([]);
    },
  );
});

describe('the administrators’ pages', () => {
  it.each([
    '/devices',
    '/inbox',
    '/expected',
    '/enrollment-day',
    '/labs',
    '/audit',
    '/not-me',
  ] as const)('are never wider than a small phone: %s (WCAG 2.2, 1.4.10)', async (path) => {
    for (const { server } of SCREENS.filter((screen) => screen.path === path)) {
      const page = await openWindow('light');
      await page.setViewportSize({ width: 320, height: 640 });
      await openConsole(page, path, server());
      await settle(page);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
    }
  });

  it('give the focus back to what opened a dialog, which Escape closes', async () => {
    const page = await openWindow('light');
    const devices = SCREENS.find(({ name }) => name === 'devices-few');
    if (!devices) throw new Error('There are no such devices');
    await openConsole(page, '/devices', devices.server());
    const select = page.getByLabel('Select Argon line');
    await select.focus();
    await page.keyboard.press('Space');
    const revoke = page.getByRole('button', { name: 'Revoke 1 device' });
    await revoke.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await revoke.evaluate((button) => button === document.activeElement)).toBe(true);
  });
});

describe('the fingerprint', () => {
  const selected = (page: Page) =>
    page.locator('.fingerprint').evaluate((element) => {
      getSelection()?.selectAllChildren(element);
      return String(getSelection());
    });
  /** How many groups stand in each row. */
  const rows = (page: Page) =>
    page.locator('.fingerprint > span:not(.hash-name)').evaluateAll((groups) => {
      const tops = groups.map((group) => Math.round(group.getBoundingClientRect().top));
      return [...new Set(tops)].map((top) => tops.filter((each) => each === top).length);
    });

  it('has the same rows on both screens, and is copied without gaps', async () => {
    const pane = await openWindow('light');
    await openPane(pane, { state: AWAITING_APPROVAL });
    const page = await openWindow('light');
    await openApprovalPage(page, new ScriptedServer(ANSWERS));
    await review(page);
    expect([await rows(pane), await rows(page)]).toEqual([
      [6, 5],
      [6, 5],
    ]);
    expect([await selected(pane), await selected(page)]).toEqual([
      FINGERPRINT,
      LAB_MAC.key_fingerprint,
    ]);
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await rows(page)).toEqual([6, 5]);
  });

  it('never makes the approval page wider than a small phone (WCAG 2.2, 1.4.10)', async () => {
    const page = await openWindow('light');
    await page.setViewportSize({ width: 320, height: 640 });
    await openApprovalPage(page, new ScriptedServer(ANSWERS));
    await review(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
  });
});
