/** What the API's description says about a route that its schemas cannot say. */
export interface RouteDescription {
  readonly tag: RouteTag;
  readonly summary: string;
  readonly access: RouteAccess;
  /** What each status means here. Those that any route may answer are added (`describe-route.ts`). */
  readonly statuses: Readonly<Record<number, string>>;
  /** Where the answer is no JSON: its type. */
  readonly produces?: string;
}

/** `POST /path/:id`, as the route is registered. */
export type RouteDescriptions = Readonly<Record<string, RouteDescription>>;

export const ROUTE_TAGS = {
  workstations: {
    name: 'Workstations',
    description: 'A workstation enrolls: the pychronAPI dialect.',
  },
  approval: {
    name: 'Approval',
    description: 'Administrators decide, or programs with a token for it.',
  },
  devices: { name: "A person's devices", description: 'The RomM dialect.' },
  oauth: {
    name: 'OAuth clients',
    description: 'RFC 8628 as written, with RFC 8414, RFC 7009 and RFC 7662.',
  },
  administration: { name: 'Administration', description: "What the administrators' pages call." },
  operations: { name: 'Operations', description: 'For whoever runs the server.' },
} as const;

export type RouteTag = keyof typeof ROUTE_TAGS;

export type RouteAccess =
  /** No credential, or one in the body. */
  | 'none'
  /** A workstation's token. */
  | 'token'
  /** An administrator in a browser. */
  | 'session'
  /** Either of both. */
  | 'session-or-token'
  /** The token of `ONBENCH_METRICS_TOKEN`. */
  | 'metrics-token';
