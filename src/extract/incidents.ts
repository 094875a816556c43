import type { Incident } from './extraction.ts'
import { isRecord, listOf, readBlock, stringOf, undoMrkdwn } from './slack-markup.ts'

type Json = Readonly<Record<string, unknown>>

export const defaultIncidentChannels = /^(inc|incident|sev\d?)[-_]/

/** Channels that stay: they talk about incidents and are none. These words say so whatever follows … */
const standing =
  /^(?:inc|incidents?|sev\d?)[-_](?:postmortems?|post-mortems?|retros?|retrospectives?|templates?|training|drills?|game-?days?|playbooks?|runbooks?|learnings?|reviews?)(?:$|[-_])/i
/** … these only at the end, since an incident may be about updates or alerts. */
const standingAlone =
  /^(?:inc|incidents?|sev\d?)[-_](?:updates?|process|comms|communications?|response|responders?|management|managers?|commanders?|announce(?:ments?)?|alerts?|bots?|tests?|testing|feed|logs?|help|questions?|talk|chat|general|planning|metrics|reports?|reporting|archived?|status|tooling|tools|docs|follow-?ups?|actions|oncall|on-call|teams?|rooms?|all|digest|news|sync|stakeholders?|external|internal|public|history|channel|channels|info|coordination)(?:[-_](?:eu|us|apac|emea|internal|external|public|private|team|all))?$/i
/** One incident's aftermath has a channel that declares nothing again. */
const aftermath = /[-_](?:postmortems?|post-mortems?|retros?|retrospectives?|templates?|training)$/i

/** What a channel's name declares; `sev` and a number need something more after the hyphen, as `inc-` does. */
export function incidentOfChannel(name: string, pattern: RegExp): Incident | null {
  const matcher = new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, ''))
  const head = matcher.exec(name)?.[0]
  if (
    head === undefined ||
    name.length <= head.length ||
    [standing, standingAlone, aftermath].some((words) => words.test(name))
  )
    return null
  return { declared: true, source: 'channel-name', name }
}

/** Tools that announce incidents, by the name of their app. An alert monitor is none of them. */
const tools =
  /incident\.io|pagerduty|firehydrant|rootly|grafana (?:oncall|irm|incident)|opsgenie|jira|squadcast|splunk on-?call|victorops|xmatters|zenduty|incidentbot|incident ?bot|woodhouse|better ?stack|spike\.sh|servicenow|blameless|ilert|all ?quiet/i
const pagers =
  /pagerduty|opsgenie|grafana (?:oncall|irm)|squadcast|splunk on-?call|victorops|xmatters|zenduty|ilert|all ?quiet|spike\.sh|better ?stack/i

const over =
  /\b(?:resolved|closed|acknowledged|ack'?d|cancell?ed|mitigated|completed|reopened|reassigned|escalated to|updated?|annotated|snoozed|merged|post-?mortem|declined|silenced|unacknowledged|un-?resolved|commented|status changed|severity changed|role assigned|assigned to|joined|left|paused|follow-?ups?|reminder)\b/i
const declares =
  /\b(?:declared?|opened|created|raised|reported|started|new (?:\w{2,12}\s){0,3}incident|incident (?:\w{2,10}\s){0,2}(?:opened|created|declared|started))\b/i
const fires = /\b(?:triggered|firing|alerting|new alert|open)\b/i

/** The incident that a tool's card declares, or `null`. A person's words declare none, nor does an update. */
export function incidentOfCard(message: Json): Incident | null {
  const profile = isRecord(message.bot_profile) ? message.bot_profile : {}
  const app = [stringOf(profile.name), stringOf(message.username)].join(' ')
  if (typeof message.bot_id !== 'string' && stringOf(message.subtype) !== 'bot_message') return null
  const card = readCard(message)
  const head = card.lines.slice(0, 12).join('\n')
  const known = tools.test(app)
  if (
    !known &&
    !/\b(?:new|an?) (?:\w{2,12}\s){0,3}incident\b[^\n]{0,60}|\bincident (?:was |has been )?(?:declared|opened|created)\b/i.test(
      head,
    )
  )
    return null
  if (!known && !/#C[A-Z0-9]{6,12}|incident[-_]\w|\binc-\w|<#C/.test(head + card.raw)) return null
  const opening = card.lines.slice(0, 4).join('\n')
  if (over.test(titleless(opening, card.titles)) || /\?\s*$/.test(opening)) return null
  const declared = declares.test(head) || (pagers.test(app) && fires.test(head))
  if (!declared) return null
  if (/jira/i.test(app) && !/\bincident\b/i.test(head)) return null
  const name = card.titles.map(titleOf).find((title) => title !== '')
  return name === undefined ? null : { declared: true, source: 'announcement', name }
}

/** A title may hold any word (`Updates rejected by S3`), so only what stands around it is judged. */
const titleless = (text: string, titles: readonly string[]): string =>
  titles.reduce((rest, title) => (title === '' ? rest : rest.replaceAll(title, ' ')), text)

interface Card {
  readonly lines: readonly string[]
  /** Candidates for the incident's title, the best first. */
  readonly titles: readonly string[]
  readonly raw: string
}

function readCard(message: Json): Card {
  const attachments = listOf(message.attachments)
  const blocks = [...listOf(message.blocks), ...attachments.flatMap((attachment) => listOf(attachment.blocks))]
  const texts = [
    undoMrkdwn(stringOf(message.text)),
    ...attachments.flatMap((attachment) =>
      [attachment.pretext, attachment.title, attachment.text].map((part) => undoMrkdwn(stringOf(part))),
    ),
    ...blocks.flatMap(readBlock),
    ...attachments.flatMap((attachment) =>
      listOf(attachment.fields).map((field) => `${stringOf(field.title)}: ${stringOf(field.value)}`),
    ),
    ...attachments.map((attachment) => stringOf(attachment.fallback)),
  ].filter((text) => text.trim() !== '')
  const raw = [
    message.text,
    ...blocks.map((block) => (isRecord(block.text) ? block.text.text : '')),
    ...attachments.map((attachment) => attachment.text),
  ]
    .map(stringOf)
    .join('\n')
  const linked = blocks.flatMap((block) => [...linksOf(isRecord(block.text) ? stringOf(block.text.text) : '')])
  const titled = attachments.map((attachment) => undoMrkdwn(stringOf(attachment.title)))
  const headers = blocks.filter((block) => block.type === 'header').flatMap(readBlock)
  const spoken = [
    undoMrkdwn(stringOf(message.text)).split('\n')[0] ?? '',
    ...attachments.map((attachment) => stringOf(attachment.fallback)),
  ]
  return {
    lines: texts.flatMap((text) => text.split('\n')),
    titles: [...linked, ...titled, ...headers, ...spoken, ...linksOf(stringOf(message.text))],
    raw,
  }
}

/** Labels of links to the tool's own page of the incident. */
const linksOf = (text: string): readonly string[] =>
  [...text.matchAll(/<https?:\/\/[^|<>\s]{3,2000}\|([^<>\n]{2,300})>/g)]
    .map((match) => undoMrkdwn(match[1] ?? ''))
    .filter((label) => /\s/.test(label) || /^#?\d{1,9}[: ]/.test(label) || /[A-Z]{2,10}-\d/.test(label))
    .filter(
      (label) =>
        !/^(?:view|open|join|acknowledge|resolve|see|click|go to|edit|show|more|source|runbook|dashboard)\b/i.test(
          label,
        ),
    )

/** A title without the tool's reference, severity and announcement: `INC-142 X`, `#8841: X`, `[P1] #12: X`, `New incident: X`. */
function titleOf(text: string): string {
  let title = (text.split('\n')[0] ?? '')
    .replace(/:[a-z0-9_+-]{2,40}:/g, ' ')
    .replace(/^[^\p{L}\p{N}#[("'`]{1,12}/u, '')
    .trim()
  title = title.replace(/^(?:\w[\w .'-]{1,60}? )?(?:created|opened|declared|reported) an? incident\b[:\s]{0,3}/i, '')
  title = title.replace(
    /^(?:(?:a|an)\s)?(?:new\s)?(?:(?:sev|p)-?\d\s)?(?:(?:major|minor|critical|high|low)\s)?incident(?:\s(?:was|has been))?(?:\s(?:declared|opened|created|started|reported|triggered))?\s?[:\u2013\u2014-]\s/i,
    '',
  )
  title = title.replace(/^(?:triggered|firing|alerting|open(?:ed)?|declared|created|new alert)\b\s?[:-]?\s?/i, '')
  for (let step = 0; step < 4; step++) {
    const shorter = title
      .replace(
        /^\[?(?:SEV-?\d|P\d|[A-Z]{2,10}-\d{1,9}|#\d{1,9}|INC\d{1,12}|incident #?\d{1,9})\]?(?:\s?[:\u2013\u2014|-])?\s/i,
        '',
      )
      .replace(/^\[(?:firing|alerting|triggered)(?::\d{1,4})?\]\s/i, '')
      .trim()
    if (shorter === title) break
    title = shorter
  }
  return /^(?:incident|new incident|alert|triggered)?$/i.test(title) ? '' : title.trim()
}
