/** What runs where it is inserted as markup, or reads as something else; each calls `pwned` if it gets to. */
const MARKUP = [
  '<script>pwned()</script>',
  '<img src=x onerror=pwned()>',
  '<svg onload=pwned()>',
  '<svg><script>pwned()</script></svg>',
  '<body onload=pwned()>',
  '<iframe src="javascript:parent.pwned()"></iframe>',
  '<iframe srcdoc="<script>parent.pwned()</script>"></iframe>',
  '<a href="javascript:pwned()">lab</a>',
  '<form action="javascript:pwned()"><input autofocus onfocus=pwned()></form>',
  '<input autofocus onfocus=pwned()>',
  '<details open ontoggle=pwned()>',
  '<video><source onerror=pwned()></video>',
  '<math><mtext></table><img src=x onerror=pwned()>',
  '<style>@import "javascript:pwned()"</style>',
  '<style>*{background:url(javascript:pwned())}</style>',
  '<link rel=stylesheet href="data:text/css,*{color:red}">',
  '<meta http-equiv=refresh content="0;url=javascript:pwned()">',
  '<base href="https://evil.example/">',
  '<object data="javascript:pwned()"></object>',
  '<embed src="javascript:pwned()">',
  '<marquee onstart=pwned()>',
  '<button popovertarget=x onclick=pwned()>Approve</button>',
  '<template><script>pwned()</script></template>',
  '<noscript><p title="</noscript><img src=x onerror=pwned()>">',
];

/** Ways out of where a name might stand. */
const AROUND: readonly ((markup: string) => string)[] = [
  (markup) => markup,
  (markup) => `">${markup}`,
  (markup) => `'>${markup}<'`,
  (markup) => `--></textarea></title></script>${markup}`,
];

const READS_AS_SOMETHING_ELSE = [
  '{{constructor.constructor("pwned()")()}}',
  'javascript:pwned()',
  '\u202egnp.exe-bal',
  'lab\u200b-mac\u200b-01',
  'lab-mac-01\u2028Approved by Ada',
  '&lt;img src=x onerror=pwned()&gt;',
  'lab\ufeff\u00admac',
];

/** A hundred and more host names that nobody should be able to do anything with (security.md T20). */
export const HOSTILE_NAMES: readonly string[] = [
  ...MARKUP.flatMap((markup) => AROUND.map((put) => put(markup))),
  ...READS_AS_SOMETHING_ELSE,
];
