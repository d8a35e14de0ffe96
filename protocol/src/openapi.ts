/** The description of the whole API, for programs. */
export const OPENAPI_PATH = '/api/openapi.json';

/** The same as a page. */
export const REFERENCE_PATH = '/api/docs';
