import { CHART_COLORS, CHART_RULES } from "../chart/chart-style.ts";
import { seriesRules } from "../chart/palette.ts";

/** The page's whole style: light and dark, wide and narrow, on screen and on paper. */
export function pageStyle(): string {
  return [
    `:root{color-scheme:light dark;${LIGHT}}`,
    seriesRules("light"),
    `@media screen and (prefers-color-scheme:dark){:root{${DARK}}${seriesRules("dark")}}`,
    PAGE,
    CHARTS,
    CHART_RULES,
    CURVES,
    TABLES,
    PRINT,
  ].join("\n");
}

const LIGHT = `--page:#fff;--panel:#f4f6f8;--ink:#1d2126;--focus:#0b63ce;${CHART_COLORS.light};--faint:.34`;
const DARK = `--page:#14171c;--panel:#1d2229;--ink:#e7eaee;--focus:#7fb4ff;${CHART_COLORS.dark};--faint:.55`;

const PAGE = `
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
main{max-width:1080px;margin:0 auto;padding:40px 24px 64px}
h1{font-size:clamp(1.5rem,1.1rem + 2vw,2.2rem);line-height:1.15;letter-spacing:-.015em;margin:0 0 6px;text-wrap:balance}
h2{font-size:1.25rem;letter-spacing:-.01em;margin:56px 0 14px;padding-top:14px;border-top:1px solid var(--line)}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
:focus-visible{outline:2px solid var(--focus);outline-offset:2px}
p{margin:0 0 12px;max-width:72ch;text-wrap:pretty}
.facts{color:var(--soft);font-size:.875rem;max-width:none}
.answer{font-size:1.125rem;line-height:1.55;background:var(--panel);border-left:4px solid var(--series);padding:16px 20px;
border-radius:0 8px 8px 0;margin:20px 0 0}
.answer p{max-width:90ch}
.answer p:last-child{margin:0}
.pair{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,440px),1fr));gap:28px 40px;align-items:start}
footer{color:var(--soft);font-size:.8125rem;margin-top:48px}`;

const CHARTS = `
figure{margin:0 0 20px;break-inside:avoid}
figure svg{display:block;width:100%;height:auto;overflow:visible}
figure svg.wide.half{max-width:560px}
svg.narrow{display:none!important}
@media screen and (max-width:540px){svg.wide.half{display:none!important}svg.narrow.half{display:block!important}}
@media screen and (max-width:960px){svg.wide.full{display:none!important}svg.narrow.full{display:block!important;max-width:440px}}
figcaption{color:var(--soft);font-size:.8125rem;margin-top:6px;text-wrap:pretty}
.picture-title{font-weight:600;margin:0 0 6px}
.panels{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,220px),1fr));gap:16px 24px}
.panel{break-inside:avoid}
.panel svg:not(.swatch){max-width:300px}
.panel-title{font-size:.8125rem;font-weight:600;margin:0 0 2px;overflow-wrap:anywhere}
figure text{font-size:12.5px;fill:var(--soft);font-variant-numeric:tabular-nums}
text.row-label{font-size:13px;font-weight:600;fill:var(--series)}
text.row-text{fill:var(--ink)}
.reference{stroke:var(--soft);stroke-width:1.25;stroke-dasharray:4 3}
.interval{fill:none;stroke:var(--series);stroke-width:2;stroke-linecap:round;stroke-linejoin:round}
.mean{fill:var(--series);stroke:var(--page);stroke-width:1}
.seed{fill:var(--series);fill-opacity:var(--faint)}
.seed:hover{fill-opacity:1}
.swatch{display:inline-block;width:.85em;height:.85em;margin-right:.45em;vertical-align:-.05em;overflow:visible}`;

const CURVES = `
.curve{stroke-linecap:round}
.curve.thin{stroke-width:1;stroke-opacity:.75}
.curve.dotted{stroke-width:1.75;stroke-linecap:butt}
.leader{fill:none;stroke:var(--series);stroke-width:1;stroke-opacity:.5}
.target{fill:transparent}
.target:hover{fill:var(--series)}`;

const TABLES = `
.scroll{overflow-x:auto;margin:0 0 20px;background:linear-gradient(to right,var(--page) 40%,transparent) left/40px 100% no-repeat local,
linear-gradient(to left,var(--page) 40%,transparent) right/40px 100% no-repeat local,
linear-gradient(to right,var(--strong),transparent) left/10px 100% no-repeat scroll,
linear-gradient(to left,var(--strong),transparent) right/10px 100% no-repeat scroll}
.sideways{display:none;color:var(--soft);font-size:.8125rem;margin:0 0 4px}
.note{color:var(--soft);font-size:.8125rem;margin:-12px 0 20px}
table{border-collapse:collapse;width:100%;font-size:.875rem;font-variant-numeric:tabular-nums}
caption{text-align:left;font-weight:600;font-size:1rem;padding:0 0 8px}
caption span{position:sticky;left:0;display:inline-block;max-width:calc(100vw - 32px)}
th,td{text-align:left;vertical-align:top;padding:6px 14px 6px 0;border-bottom:1px solid var(--line)}
thead th{color:var(--soft);font-weight:500;border-bottom-color:var(--strong);vertical-align:bottom}
tbody th{font-weight:600}
.name{white-space:nowrap}
.number{text-align:right;white-space:nowrap}
thead .number{white-space:normal}
th:last-child,td:last-child{padding-right:0}
.verdicts{display:grid;grid-template-columns:fit-content(15rem) 1fr;gap:0 24px;margin:24px 0 0;font-size:.9375rem}
.verdicts dt{font-weight:600;padding:8px 0;overflow-wrap:anywhere}
.verdicts dt{grid-column:1}
.verdicts dd{grid-column:2;margin:0;padding:8px 0;text-wrap:pretty;max-width:80ch}
code,pre{font:.8125rem/1.5 ui-monospace,"SF Mono",Menlo,Consolas,monospace;overflow-wrap:anywhere}
pre{background:var(--panel);padding:14px 16px;border-radius:8px;white-space:pre-wrap}
.cell{display:inline-block;min-width:2.4em;padding:0 .4em;border-radius:4px;
background:color-mix(in srgb,var(--tint) calc(var(--share)*60%),transparent)}
.cell.right{--tint:#007a58}.cell.wrong{--tint:#bd4b00}.none{color:var(--strong);padding:0 .4em}
.gallery{display:grid;grid-template-columns:repeat(auto-fill,minmax(140px,1fr));gap:16px}
.gallery img{width:112px;height:112px;object-fit:contain;image-rendering:pixelated;background:var(--panel)}
.numbers{margin:-12px 0 24px}.numbers .scroll{margin:10px 0 14px;max-height:420px;overflow:auto}.numbers thead th{position:sticky;top:0;background:var(--page)}
.numbers .note{margin-top:-8px}
.verdicts .further{padding-top:0;color:var(--soft);font-size:.8125rem}
.command{overflow-wrap:anywhere}.command code{font-size:.875rem}
summary{cursor:pointer;width:fit-content;padding:2px 0;font-size:.875rem;color:var(--soft)}
@media (max-width:560px){.sideways{display:block}main{padding:24px 16px 48px}.verdicts{display:block}.verdicts dt{padding-bottom:0}
.verdicts dd{padding-top:2px}}`;

const PRINT = `
@media print{main{max-width:none;padding:0}body{font-size:10pt}h2{break-after:avoid;margin-top:24px}
.scroll{overflow:visible}tr{break-inside:avoid}.numbers,.json,.sideways{display:none}
@supports selector(details::details-content){summary{display:none}details::details-content{content-visibility:visible;block-size:auto}}
svg,.cell{print-color-adjust:exact}.answer{print-color-adjust:exact}}`;
