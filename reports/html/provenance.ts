import type { AuditRun } from '../../src/audit/audit-run.ts';
import { html, type Markup } from './escape.ts';
import { breakable } from './path.ts';
import { dataTable } from './table.ts';

/** From what the result was made and how to make it again. */
export function provenanceSection(run: AuditRun): Markup {
  const inputs = run.inputs.map(({ path, role, sha256 }) => [
    html`<code>${breakable(path)}</code>`,
    role,
    html`<code class="hash">${sha256.slice(0, 32)}<wbr>${sha256.slice(32)}</code>`,
  ]);
  return html`<section id="provenance" aria-labelledby="provenance-title">
<h2 id="provenance-title">Provenance</h2>
<p class="lead">Made by ${run.tool.name} ${run.tool.version} with seed ${run.seed}; result schema ${run.schemaVersion}. Equal inputs and seed give the same result, byte for byte. To run it again:</p>
<pre class="command" tabindex="0"><code>${reproduce(run)}</code></pre>
${inputs.length > 0 && dataTable('Files that were read', [{ title: 'File' }, { title: 'Role' }, { title: 'SHA-256' }], inputs)}
<details><summary>Resolved config</summary><div class="details-body"><pre tabindex="0"><code>${JSON.stringify(run.config, null, 2)}</code></pre></div></details>
</section>`;
}

/** The command line that repeats the run from the folder of its config. */
export function reproduce(run: AuditRun): string {
  const config = run.inputs.find((input) => input.role === 'config')?.path ?? 'audit.yaml';
  const path = config.includes('/') ? config : `./${config}`;
  const limit = run.benchmark.limit === undefined ? '' : ` --limit ${run.benchmark.limit}`;
  return `npx ${run.tool.name}@${run.tool.version} run --bench ${shellQuoted(path)} --seed ${run.seed}${limit}`;
}

function shellQuoted(text: string): string {
  return /^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
