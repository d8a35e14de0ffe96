import { join } from 'node:path';
import type { WorkstationPaths } from '../workstation/workstation-paths.ts';

/** The three files of a lab that the lab's software reads, wherever they stand at the moment. */
export interface LabFiles {
  readonly privateKey: string;
  readonly publicKey: string;
  readonly registration: string;
}

/** Onbench's own folder for one lab: what it notes of every lab, and the files of one that is not the current lab. */
export interface LabFolder {
  readonly folder: string;
  readonly record: string;
  readonly parked: LabFiles;
  /** A key that was, or is about to be, sent to the server to replace the present one. */
  readonly nextPrivateKey: string;
}

export function labsFolder({ pychronFolder }: WorkstationPaths): string {
  return join(pychronFolder, 'labs');
}

/** Names which lab is current. Its dot keeps it out of the grammar of lab names. */
export function indexFile(paths: WorkstationPaths): string {
  return join(labsFolder(paths), 'labs.json');
}

/** Where the lab's software reads (protocol.md section 4): the files of the current lab. */
export function fixedFiles({ privateKey, publicKey, registration }: WorkstationPaths): LabFiles {
  return { privateKey, publicKey, registration };
}

export function labFolder(paths: WorkstationPaths, lab: string): LabFolder {
  const folder = join(labsFolder(paths), lab);
  return {
    folder,
    record: join(folder, 'lab.json'),
    parked: {
      privateKey: join(folder, 'key'),
      publicKey: join(folder, 'key.pub'),
      registration: join(folder, 'registration.json'),
    },
    nextPrivateKey: join(folder, 'next-key'),
  };
}
