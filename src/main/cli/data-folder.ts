import { join } from 'node:path';

/** What decides where a program keeps its data. */
export interface DataFolderSurroundings {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<NodeJS.ProcessEnv>;
  readonly home: string;
  readonly trialHome: string | null;
}

/** The app's own folder, as Electron chooses it for "Onbench": both work on the same journal. */
export function dataFolder({ platform, env, home, trialHome }: DataFolderSurroundings): string {
  if (trialHome !== null) return join(trialHome, 'app');
  switch (platform) {
    case 'darwin':
      return join(home, 'Library/Application Support/Onbench');
    case 'win32':
      return join(env.APPDATA || join(home, 'AppData/Roaming'), 'Onbench');
    default:
      return join(env.XDG_CONFIG_HOME || join(home, '.config'), 'Onbench');
  }
}
