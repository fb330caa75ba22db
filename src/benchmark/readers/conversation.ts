/** One turn of a conversation, whatever the format called it. */
export interface Turn {
  readonly role: 'system' | 'user' | 'assistant' | 'other';
  readonly text: string;
}

const roles: Readonly<Record<string, Turn['role']>> = {
  system: 'system',
  user: 'user',
  human: 'user',
  assistant: 'assistant',
  gpt: 'assistant',
  chatgpt: 'assistant',
  bing: 'assistant',
};

type Row = Readonly<Record<string, unknown>>;

/**
 * The turns of a row in any of the shapes that ms-swift and LLaVA accept: `messages` with role and
 * content, `conversations` with from and value, `conversation` with human and assistant,
 * query/response/history, and Alpaca's instruction/input/output.
 *
 * @returns undefined if the row has none of them.
 */
export function turnsOf(row: Row): readonly Turn[] | undefined {
  if (Array.isArray(row.messages))
    return row.messages.map((turn) => namedTurn(turn, 'role', 'content'));
  if (Array.isArray(row.conversations))
    return row.conversations.map((turn) => namedTurn(turn, 'from', 'value'));
  if (Array.isArray(row.conversation))
    return [...systemTurn(row), ...row.conversation.flatMap(pairedTurns)];
  if ('query' in row && ('response' in row || 'messages' in row)) return queryTurns(row);
  if ('instruction' in row && 'output' in row) return alpacaTurns(row);
  return undefined;
}

/** A conversation as an item: who said what, and the answer that is last. */
export interface Exchange {
  readonly system?: string;
  /** All the user said, in order, a line break between turns. */
  readonly userText: string;
  /** What the assistant said last; undefined if it said nothing after the last user turn. */
  readonly answer?: string;
}

/** Folds turns into one question and one answer. Earlier assistant turns are context and left out. */
export function exchangeOf(turns: readonly Turn[]): Exchange {
  const system = turns.find((turn) => turn.role === 'system')?.text;
  const userText = turns
    .filter((turn) => turn.role === 'user')
    .map((turn) => turn.text)
    .join('\n');
  const last = turns.at(-1);
  return {
    ...(system !== undefined && { system }),
    userText,
    ...(last?.role === 'assistant' && { answer: last.text }),
  };
}

function namedTurn(turn: unknown, roleKey: string, textKey: string): Turn {
  const { [roleKey]: role, [textKey]: content } = (turn ?? {}) as Record<string, unknown>;
  return { role: roles[String(role)] ?? 'other', text: contentText(content) };
}

/** Text of a message: plain, or that of a list of typed parts, with a placeholder for each medium. */
function contentText(content: unknown): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content.map(partText).join('');
}

function partText(part: unknown): string {
  const { type, text } = (part ?? {}) as Record<string, unknown>;
  if (typeof text === 'string') return text;
  const kind = String(type).replace(/_url$/, '');
  return ['image', 'video', 'audio'].includes(kind) ? `<${kind}>` : '';
}

/** Media that typed parts of messages name themselves: `{type: image, image: path}`, `{image_url: {url}}`. */
export function mediaInMessages(row: Row): readonly unknown[] {
  const messages = Array.isArray(row.messages) ? row.messages : [];
  const parts: unknown[] = messages.flatMap((turn) =>
    Array.isArray(turn?.content) ? turn.content : [],
  );
  return parts.flatMap((part) => {
    const { image, image_url, video, audio } = (part ?? {}) as Record<string, unknown>;
    return [image ?? image_url ?? video ?? audio].filter((medium) => medium !== undefined);
  });
}

function pairedTurns(pair: unknown): Turn[] {
  const { human, assistant } = (pair ?? {}) as Record<string, unknown>;
  return [
    { role: 'user', text: contentText(human) },
    { role: 'assistant', text: contentText(assistant) },
  ];
}

function systemTurn(row: Row): Turn[] {
  return typeof row.system === 'string' ? [{ role: 'system', text: row.system }] : [];
}

function queryTurns(row: Row): Turn[] {
  const history = Array.isArray(row.history) ? row.history : [];
  const earlier = history.flatMap((pair) =>
    pairedTurns({ human: pair?.[0], assistant: pair?.[1] }),
  );
  return [
    ...systemTurn(row),
    ...earlier,
    ...pairedTurns({ human: row.query, assistant: row.response }),
  ];
}

function alpacaTurns(row: Row): Turn[] {
  const human = [row.instruction, row.input]
    .filter((text) => typeof text === 'string' && text !== '')
    .join('\n');
  return [...systemTurn(row), ...pairedTurns({ human, assistant: row.output })];
}
