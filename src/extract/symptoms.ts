import type { Symptom } from '../request.ts'

const environments =
  '(?:staging|stage|prod|production|dev|development|test|testing|qa|uat|sandbox|preprod|pre-prod|preview|integration|canary|local|one (?:account|environment|region|cluster)|this (?:account|environment|region|cluster))'

/** What people say beside an error. Each alternative begins with a literal word and has bounded gaps. */
const sayings: readonly (readonly [Symptom, RegExp])[] = [
  [
    'looks-allowed',
    /\b(?:has|have|with|got|gave it|granted|attached|includes?)\b[^.\n]{0,60}(?:\bfull ?access\b|\b\w{0,20}FullAccess\b|\bAdministratorAccess\b|\badmin(?:istrator)?\b|\bs3:\*|\bpermissions?\b(?! (?:error|denied|issue|problem))|\baccess to (?:the |that |this )?(?:bucket|s3|everything)\b|\bs3:[A-Z]\w{2,40}\b|\bread access\b|\bwrite access\b|\bS3ReadOnlyAccess\b)/i,
  ],
  [
    'looks-allowed',
    /\b(?:polic(?:y|ies)|role|permissions?|iam)\b[^.\n]{0,30}\b(?:allows?|looks? (?:right|fine|ok|okay|good|correct)|seems? (?:right|fine|ok|okay|good|correct)|is (?:correct|right|fine)|are (?:correct|right|fine))\b/i,
  ],
  [
    'looks-allowed',
    /\b(?:should (?:have|be allowed|already have)|is allowed|are allowed|we allow(?:ed)?|simulator says)\b[^.\n]{0,40}\b(?:access|allowed|permissions?|read|write|get|put|it)\b|\bis allowed (?:to|by|in)\b|\bsimulator says (?:it'?s )?allowed\b/i,
  ],
  [
    'used-to-work',
    /\b(?:worked|working) (?:fine |well |ok |just fine |perfectly )?(?:until|till|up to|before|yesterday|last|earlier|this morning|for (?:months|weeks|years|ages))\b|\bused to (?:work|be (?:fine|ok|able))\b|\bwas working\b|\bstopped working\b|\b(?:started|began) (?:failing|getting|throwing|seeing|to fail|happening)\b|\bfailing since\b|\bbroken since\b|\b(?:broke|broken|fails?|failing) (?:after|since)\b|\bnothing (?:has )?changed\b|\bno changes? (?:on our|in|to)\b|\bit worked\b|\bworked (?:on|in) \w{3,9}day\b/i,
  ],
  [
    'listing-works',
    /\b(?:listing|list|ls|aws s3 ls)(?:ing)?["'`]?(?: (?:the |that |this |it )?(?:bucket|objects?|files|prefix|folder))?(?: (?:still|itself))? (?:works?|is (?:fine|ok|okay)|succeeds?|goes through|fine)\b|\b(?:can|could|able to|still) list\b(?! access)|\bcan (?:see|browse) (?:the |all the |all |its )?(?:bucket|objects?|files|keys|folder)/i,
  ],
  [
    'one-environment',
    new RegExp(
      `\\bonly (?:happens |fails |failing |broken |breaks |an issue |affects |seeing (?:this|it) |see (?:this|it) )?(?:in|on|for|with|affects)? ?(?:the |our )?${environments}\\b|\\b(?:works|work|working|fine|ok|okay|succeeds) (?:fine |ok |just fine |well )?(?:in|on|from) (?:the |our |my )?(?:${environments}|laptop|machine|other (?:accounts?|environments?|regions?|clusters?|buckets?))\\b|\\bin (?:the |our )?${environments} only\\b|\\bworks locally\\b|\\b(?:but )?not in (?:the |our )?${environments}\\b|\\bjust (?:in|on) (?:the |our )?${environments}\\b`,
      'i',
    ),
  ],
]

/** The symptoms that a text tells of, in the order of `looks-allowed`, `used-to-work`, `listing-works`, `one-environment`. */
export function readSymptoms(text: string): readonly Symptom[] {
  // What no sentence says the whole text does not say either, which is one look instead of one for each sentence.
  const possible = sayings.filter(([, words]) => words.test(text))
  if (possible.length === 0) return []
  const most = new Set(possible.map(([symptom]) => symptom)).size
  const found = new Set<Symptom>()
  for (const sentence of text.split(/[\n\f]|[.!?;](?=\s|$)/)) {
    if (found.size === most) break
    // A stack's frames and a log's long lines are no person's words.
    if (sentence.length < 8 || sentence.length > 600 || sentence.startsWith('  ')) continue
    for (const [symptom, words] of possible)
      if (!found.has(symptom) && words.test(sentence) && !negated(symptom, sentence)) found.add(symptom)
  }
  return sayings
    .map(([symptom]) => symptom)
    .filter((symptom, index, all) => found.has(symptom) && all.indexOf(symptom) === index)
}

/** `can't list` is no listing that works, `never worked` none that used to, `no policy allows` none that allows. */
const negated = (symptom: Symptom, sentence: string): boolean =>
  symptom === 'listing-works'
    ? /\b(?:can'?t|cannot|can not|couldn'?t|unable to|not able to|neither)\b[^,]{0,20}\blist/i.test(sentence)
    : symptom === 'used-to-work'
      ? /\bnever worked\b/i.test(sentence)
      : symptom === 'looks-allowed'
        ? /\b(?:no|not|n't|doesn'?t|don'?t|lacks?|missing|without|does it|do we|is it|please|ensure|make sure|must|needs?|updated?)\b[^,]{0,40}\b(?:polic|permission|access|allow|s3:)/i.test(
            sentence,
          )
        : false

const name =
  '(arn:aws[\\w-]{0,12}:(?:iam|sts)::\\d{12}:[\\w+=,.@/-]{3,600}|(?:role|user)/[\\w+=,.@/-]{1,300}|[\\w+=.@-]{2,128})'

const expectations: readonly RegExp[] = [
  new RegExp(
    `\\b(?:should|supposed to|meant to|ought to|expected to|has to|must)\\s(?:be\\s)?(?:run(?:ning)?|execut(?:e|ing)|go(?:ing)?|com(?:e|ing)|call(?:ing)?|act(?:ing)?|work(?:ing)?)\\s(?:in |through )?as\\s(?:the\\s)?(?:(?:role|user)\\s)?(["'\`]?)${name}\\1`,
    'i',
  ),
  new RegExp(
    `\\b(?:should|supposed to|meant to|ought to|expected to|must)\\s(?:be\\s)?(?:us(?:e|ing)|assum(?:e|ing))\\s(?:the\\s)?(?:(?:role|user)\\s)?(["'\`]?)${name}\\1`,
    'i',
  ),
  new RegExp(
    `\\b(?:caller|principal|identity|role|user|it|this)\\s(?:should|is supposed to|was supposed to|is meant to|ought to)\\s(?:really\\s|actually\\s)?be\\s(?:the\\s)?(?:(?:role|user)\\s)?(["'\`]?)${name}\\1`,
    'i',
  ),
  new RegExp(
    `\\b(?:expected|expecting|intended)\\s(?:the\\s)?(?:caller|principal|role|identity|user)?\\s?(?:to be|is|was|:)?\\s?(?:the\\s)?(?:(?:role|user)\\s)?(["'\`]?)${name}\\1`,
    'i',
  ),
  new RegExp(`\\bshould\\s(?:be|run as)\\s(?:the\\s)?(?:(?:role|user)\\s)?(["'\`]?)${name}\\1`, 'i'),
]

/** A plain word is a name only where it cannot be anything else. */
const plainWords =
  /^(?:able|allowed|fine|ok|okay|working|works|possible|enough|there|here|the|a|an|in|on|to|public|private|granted|given|using|run|read|written|accessible|denied|root|admin|correct|right|same|only|not|no|it|this|that|readable|fixed|easy|possible|happening|getting|doing|done|for|from|with|by|at|of|role|user|caller|principal|behaviou?r|result|results|output|error|response|one|in-sync|up-to-date|read-only|well-formed|set|sent|called|made|one)$/i

/** One of these stands in every expectation. */
const expects = /should|supposed|expect|meant|ought|must|intended|has to/i

/** Who the asker believes is calling: `the app should run as reporter`, `expected role arn:…`. `null` where none is said. */
export function readExpectedPrincipal(text: string, command = false): string | null {
  if (!expects.test(text)) return null
  for (const sentence of text.split(/[\n\f]/)) {
    if (sentence.length > 4_000 || !expects.test(sentence)) continue
    for (const [index, words] of expectations.entries()) {
      const match = words.exec(sentence)
      const said = match?.[2]?.replace(/[.,]{1,3}$/, '')
      if (said === undefined || plainWords.test(said)) continue
      const marked = match?.[1] !== '' || /[-_/:\d]/.test(said) || /\b(?:role|user)\s\S{1,200}$/.test(match?.[0] ?? '')
      if (marked || index <= 2 || command) return said
    }
  }
  return null
}
