/** By class, else by element. Mail programs that drop style sheets leave these. */
const STYLES: Readonly<Record<string, string>> = {
  h1: 'margin:0 0 16px;font-size:22px;line-height:1.3;font-weight:700',
  p: 'margin:0 0 16px',
  a: 'color:#3451b2',
  facts: 'margin:0 0 16px;padding:12px 16px;background:#f1f3fa;border-radius:8px;line-height:1.7',
  small: 'margin:0 0 12px;font-size:14px;line-height:1.5;color:#5a6079;overflow-wrap:anywhere;word-break:break-word',
  button:
    'display:inline-block;padding:12px 22px;background:{{brand_color}};color:{{brand_ink}};border-radius:8px;font-weight:600;text-decoration:none',
};

const ELEMENT = /<(h1|p|a)(?: class="([a-z]+)")?(?=[\s>])/g;

/** Templates stay readable: what an element looks like is written into it here. */
export function inlineStyles(markup: string): string {
  return markup.replaceAll(ELEMENT, (element, name: string, kind?: string) => {
    const style = STYLES[kind ?? name];
    return style === undefined ? element : `${element} style="${style}"`;
  });
}
