const GROUP = /.{1,4}/gsu;

/** `SHA256:` and the rest in groups of four. The gaps are style: copied text is the fingerprint as it is. */
export function Fingerprint({ text }: { readonly text: string }) {
  const prefix = text.startsWith('SHA256:') ? 'SHA256:' : '';
  const groups = [...text.slice(prefix.length).matchAll(GROUP)];
  return (
    <code className="fingerprint">
      {prefix && <span className="fingerprint-prefix">{prefix}</span>}
      {groups.map((group) => (
        <span key={group.index}>{group[0]}</span>
      ))}
    </code>
  );
}
