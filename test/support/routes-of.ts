import type { App } from '../../server/src/context.ts';

export interface RegisteredRoute {
  readonly method: string;
  readonly url: string;
}

/** Every route of the server but HEAD, read off the tree that the framework prints: none can be forgotten here. */
export function routesOf(app: App): readonly RegisteredRoute[] {
  const path: string[] = [];
  return app
    .printRoutes({ commonPrefix: false })
    .split('\n')
    .flatMap((line) => {
      const node = /^(.*)[├└]── (\S+)(?: \((.+)\))?$/.exec(line);
      if (!node) return [];
      const [, indent = '', part = '', methods = ''] = node;
      path.length = indent.length / 4;
      path.push(part);
      const url = path.join('').replace(/^\/\//, '/');
      return methods
        .split(', ')
        .filter((method) => method !== '' && method !== 'HEAD')
        .map((method) => ({ method, url }));
    });
}
