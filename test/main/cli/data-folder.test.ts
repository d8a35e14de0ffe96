import { describe, expect, it } from 'vitest';
import { dataFolder } from '../../../src/main/cli/data-folder.ts';

const HOME = '/home/tess';

describe('dataFolder', () => {
  it.each([
    ['linux', {}, '/home/tess/.config/Onbench'],
    ['linux', { XDG_CONFIG_HOME: '/data/config' }, '/data/config/Onbench'],
    ['darwin', {}, '/home/tess/Library/Application Support/Onbench'],
    ['win32', { APPDATA: '/roaming' }, '/roaming/Onbench'],
    ['win32', {}, '/home/tess/AppData/Roaming/Onbench'],
  ] as const)('is where Electron has it on %s with %j', (platform, env, folder) => {
    expect(dataFolder({ platform, env, home: HOME, trialHome: null })).toBe(folder);
  });

  it('is inside the home of a trial', () => {
    const folder = dataFolder({ platform: 'linux', env: {}, home: HOME, trialHome: '/trial' });
    expect(folder).toBe('/trial/app');
  });
});
