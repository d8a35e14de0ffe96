import { describe, expect, it } from 'vitest';
import { csvRecord } from '../../../server/src/devices/csv.ts';

describe('csvRecord', () => {
  it('quotes every cell, doubles quotes and ends with CR LF', () => {
    expect(csvRecord(['a', 'b,c', 'say "hi"', 'two\nlines', null])).toBe(
      '"a","b,c","say ""hi""","two\nlines",""\r\n',
    );
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', ' =1', '\n@x'])(
    'defuses %j, which a spreadsheet would run',
    (cell) => {
      expect(csvRecord([cell])).toBe(`"'${cell}"\r\n`);
    },
  );

  it.each(['lab-mac-01', '2026-05-09T12:00:00Z', 'a=b', '10.0.0.1'])(
    'leaves %j as it is',
    (cell) => {
      expect(csvRecord([cell])).toBe(`"${cell}"\r\n`);
    },
  );
});
