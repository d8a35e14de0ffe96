import type { App } from '../../server/src/context.ts';

const LINE = /^(?<indent>[│ ]*)[├└]── (?<segment>\S*)(?: \((?<methods>[A-Z, ]+)\))?/;

/** Every route of a server, as `POST /path`. */
export function listRoutes(app: App): readonly string[] {
  const segments: string[] = [];
  return app
    .printRoutes({ commonPrefix: false })
    .split('\n')
    .flatMap((line) => {
      const groups = LINE.exec(line)?.groups;
      if (!groups) return [];
      const depth = (groups.indent ?? '').length / 4;
      segments.length = depth;
      segments.push(groups.segment ?? '');
      const methods = groups.methods?.split(', ') ?? [];
      return methods.map((method) => `${method} ${segments.join('')}`);
    });
}
