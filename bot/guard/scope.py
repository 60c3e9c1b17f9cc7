"""What the papers are not for: deciding a case, orders to the bot, and other matters."""

from collections.abc import Iterator

from bot.guard.patterns import Phrases
from bot.guard.words import GROUPS

_WORDS = {
    **GROUPS,
    "US": "i|we|you",
    "SHOULD": "should|shall|do|can|could|must|would|ought|may|might",
    # What is done with one case; "close our homes" is not.
    "DO": "close|shut|remove|place|move|step|stepping|escalate|refer|accommodate|return|send"
    "|leave|keep"
    "|take|let|allow|transfer|open|reopen|end|stop|start|put|apply|issue|go|push|ask|recommend"
    "|agree"
    "|initiate|convene|call|seek|pursue|hold|do|give|sign|be|bring|pull|get|sanction|consider"
    "|think|look|back|try|book|request|increase|reduce|reunify|rehome|section|approve|no further"
    "|nfa"
    "|still|just|really|not|even|maybe|be|risk|trust|believe|report|drop|support|bin",
    "ONECASE": "him|her|them|it as a case|this (?:case|child|family|kid|lad|lass|girl|boy|baby"
    "|yp|mum|one"
    "|young person|couple|carer|placement|referral|teenager|sibling group)|the (?:baby|child"
    "|kids|children"
    "|lad|lass|girl|boy|siblings|case|mum|family|twins|newborn|yp|unborn|toddler"
    "|little one|little ones)"
    "|my (?:case|yp|young person|lad|family|girl|unborn|child)|that (?:case|family|child|lad"
    "|girl)|<HE>",
    "STEP": "care order|care orders|full care order|interim care order|ico|icpc|an? icpc|epo"
    "|emergency protection"
    "|supervision order|sgo|special guardianship|placement order|adoption|s20|section 20|s 20"
    "|s47|section 47"
    "|cin|child in need|cp|child protection|cp plan|cin plan|plo|pre proceedings|proceedings"
    "|removal"
    "|care proceedings|nfa|no further action|strat|strategy meeting|strategy discussion|s17"
    "|section 17"
    "|early help|residential|foster care|kinship|respite|secure|rehab home|rehabilitation home"
    "|reunification"
    "|conference|legal planning|legal|court|police protection|viability|unsupervised contact"
    "|supervised contact"
    "|closure|closing|step down|contact|child arrangements|a refuge|placement with parents|home"
    "|s31",
    "DOCUMENT": "care plan|pathway plan|court statement|witness statement|statement|threshold"
    "|threshold document"
    "|threshold statement|chronology|chronologies|c and f|c and f assessment|single assessment"
    "|assessment"
    "|assessments|case notes?|case recording|case recordings|case summary|recording|recordings"
    "|visit notes?"
    "|court report|report for (?:court|conference|panel|the court|the judge|icpc)"
    "|conference report|icpc report"
    "|section 7|section 7 report|s7|s7 report|section 37 report|safety plan|working agreement"
    "|written agreement"
    "|genogram|social work evidence|swet|viability|viability assessment|cp plan|cin plan"
    "|cp report|cin report"
    "|child protection plan|child in need plan|parenting assessment|pre birth assessment"
    "|referral|mash referral"
    "|later life letter|life story|life story book|letter to (?:mum|dad|the (?:family|parents"
    "|judge|court|mum|dad)|his|her|a parent|parents)"
    "|plo letter|letter before proceedings|supervision notes?|pep|ehcp for|sgo support plan"
    "|sgo report|family plan"
    "|panel report|lac review report|review report for|s47 report|section 47 report|contact plan"
    "|placement plan"
    "|risk assessment|home visit|visit record|strategy meeting minutes|court bundle"
    "|final evidence|care plans"
    "|email to (?:mum|dad|the (?:family|parents|solicitor|school)|her|his)|running record"
    "|danger statement"
    "|case for (?:removal|panel)|my report|minutes of (?:my|our|the) (?:core|strat|strategy)"
    "|report on (?:him|her|this|the)|text to (?:mum|dad)",
    "PROMPT": "system prompt|prompt|hidden prompt|system message|instructions|rules|guidelines"
    "|guardrails"
    "|initial prompt|secret prompt|original prompt|programming|configuration|restrictions"
    "|filters?|safety"
    "|developer message|constraints|limitations|training|hidden instructions|safeguards"
    "|safety rules|policy|policies"
    "|initial instructions|secret instructions|source code|api key|system instructions|config"
    "|directives|orders",
}


def beyond_scope(said: str) -> Iterator[str]:
    """Yield what a plain text asks for that the papers cannot give, each kind once."""
    # The case for change is no case.
    of_cases = said.replace(" the case for ", " the reasons for ")
    if _DECIDE.search(of_cases) or _WHICH.search(of_cases) or _WRITE.search(said):
        yield "case_decision"
    if _ORDERS.search(said):
        yield "instructions"
    if _NEVER_OURS.search(said) or (_ELSEWHERE.search(said) and not _OURS.search(said)):
        yield "off_topic"


_DECIDE = Phrases(
    "(?:time|grounds|enough|evidence|need|reason|right) (?:\\w+ )?to (?:issue|close|remove"
    "|step down|"
    "step up|escalate|accommodate|go to court|initiate)(?: (?:proceedings|plo|care|it|this|on|him|"
    "her|them|the|s47|\\.))",
    "(?:whether|if|is|say|think|reckon|call|would) (?:this|that|it) (?:is |be |counts? as "
    "|amounts to |a case of ){0,4}"
    "(?:neglect|abuse|significant harm|emotional abuse|safe|threshold|good enough parenting)",
    # should we close this case
    "(?:<SHOULD>) (?:<US>) (?:\\w+ ){0,2}?(?:<DO>) (?:\\w+ ){0,4}?(?:<ONECASE>)(?: (?:back"
    "|home|into|in|on|to|with|down|for|up|from|off|go|stay|see|now|or|at|alone|have|there|out"
    "|early|over|live|move|where|as|return|and|after|under|yet|\\.))",
    # should we go for a care order
    "(?:<SHOULD>) (?:<US>) (?:\\w+ )?(?:go (?:for|to|down|back to|straight to|with)|apply (?:for"
    "|to)|issue|seek|push for|initiate|convene|ask for|hold|call|step (?:it |this |him |her "
    "|them )?(?:up|down) to|escalate (?:it |this )?to|pursue|recommend|start|be going for"
    "|be looking at|be thinking|be applying for|look at|stick with|keep (?:it|them|this) (?:on"
    "|at|open)|get) (?:an? |the |another |into |straight to |for ){0,4}(?:<STEP>)(?! (?:chairs?"
    "|reviews?|reform|reforms|allowances?|strategy|money|funding|budget|homes|providers|numbers))",
    "(?:s20|section 20|cin|cp|leave (?:him|her|them)|keep (?:him|her|them)) or (?:go|straight"
    "|take|apply|issue|move|send|return)(?: \\w+){0,4}",
    "(?:care order|supervision order|icpc|s20|section 20|sgo|cp|cin|removal|residential"
    "|foster care|fostering|adoption|kinship|early help|s47|step down|nfa|close|home|plo"
    "|child protection|reunification) (?:or|vs|versus) (?:\\w+ ){0,3}?(?:care order"
    "|supervision order|leave|cin|cp|s20|section 20|sgo|residential|kinship|adoption|keep"
    "|early help|close|fostering|foster|stay|s17|s47|removal|not)(?: (?:for|with|it|them|him|her"
    "|this|on|here|\\.)(?: (?:this|him|her|them|the|cin|cp|one|open|here))?)",
    "(?:is|does|do|has|would|are) (?:this|that|it|he|she|they|this (?:case|family|child"
    "|one)) (?:\\w+ )?(?:meet|meets|met|enough|cross|reach|hit|over|at|above|hits|pass|warrant"
    "|justify|count|count as|ready|safe|good enough|significant|suitable) (?:\\w+ )?(?:threshold"
    "|for (?:a )?(?:<STEP>|removal|threshold)|to (?:close|remove|go|issue|return|be|step|have"
    "|send|leave|see|live|stay|move)|an? s47|an? section 47|harm|significant harm|the threshold"
    "|s47)",
    "(?:ok|okay|alright|safe|fine|right|wrong|too soon|best|better|allowed|sensible|reasonable"
    "|lawful|legal|time|too risky|risky|appropriate|good idea|a bad idea) (?:to|for|if|that|i"
    "|we) (?:\\w+ ){0,3}?(?:<ONECASE>|mum|dad|nan) (?:\\w+ ){0,2}?(?:back|home|go|stay|live|see"
    "|have|alone|return|move|with|at|out|come|to|sleep|on|there|visit|in|go back|off|into|here"
    "|where|open|down|overnight)",
    "(?:should|shall|can|could|must|would|ought) (?:he|she|they|this (?:case|family|child|lad"
    "|girl|one|baby|yp|boy|mum)|the (?:baby|child|kids|children|lad|lass|girl|boy|siblings|case"
    "|twins|mum|dad)|mum|dad|nan|it|these (?:kids|children)|my (?:case|yp|lad"
    "|family)) (?:\\w+ )?(?:be (?:\\w+ )?(?:closed|removed|placed|moved|returned|stepped"
    "|on (?:a |an )?(?:cp|cin|plan)|taken|accommodated|adopted|allowed|with|separated|kept|sent"
    "|subject|going|left|split|together|put|having|escalated|back|referred|home|living|in care)"
    "|go (?:back|home|to (?:his|her|nan|mum|dad|live|foster|residential|secure|icpc|panel|court"
    "|conference|cp)|on|into|for)|stay (?:with|at|on|in|where|put|together|there|here)"
    "|come (?:home|off|back|into)|move (?:back|to|in|on|out|placement)|(?:have|get|be given"
    "|be allowed) (?:contact|more|unsupervised|overnight|(?:him|her|them) back|more contact"
    "|less contact|a social)|return|see (?:his|her|their|the|him|them)|live with)",
    "(?:<SHOULD>) (?:<US>) (?:\\w+ )?(?:close|shut|nfa|escalate|step down|step up|issue|remove"
    "|transfer) (?:this|it|my|him|her|them|now|\\.|the case|on this|or (?:keep|leave|hold|wait"
    "|stay))",
    "(?:<SHOULD>) (?:<US>) (?:believe|trust|return|remove|separate|split) (?:<ONECASE>|mum|dad"
    "|these|the \\w+)",
    "(?:thinking|tempted|minded|inclined|leaning|wanting|want|plan|planning|ready|pressured|need"
    "|being told|told|manager wants me) (?:of|to|towards|on) (?:\\w+ )?(?:close|closing|remove"
    "|removing|step down|stepping down|issue|issuing|step up|stepping up|escalate"
    "|escalating) (?:this|it|my|the|him|her|them|for|case|a)(?: \\w+){0,6}",
    "(?:what would you|what should i|what do you|what shall i|what shall we|what should we"
    "|what would u|what do we) (?:\\w+ )?(?:do|recommend|decide|advise|suggest"
    "|think) (?:\\w+ )?(?:about|with|for|in|on|if you were) (?:_)(?:<ONECASE>|this|my position|me)",
    "(?:help me|need you to|can you|could you|please|you|\\.) (?:decide|choose|pick|make (?:a "
    "|the |this )?decision|tell me (?:if|whether) (?:i|we|to)|assess|judge|risk assess"
    "|analyse) (?:\\w+ ){0,3}?(?:<ONECASE>|this (?:\\w+)|i should|we should|close|remove"
    "|threshold|whether (?:i|we|to)|if (?:i|we))",
    "(?:would|do|dyou|did) you (?:think |reckon |say |believe )?(?:remove|close|place|issue"
    "|return|move|leave|escalate|trust|(?:this|he|she|they|mum|dad|it|i"
    "|we) (?:\\w+ ){0,3}?(?:threshold|safe|should|close|remove|be|lying|ready|coping|neglect"
    "|abuse|neglectful|meets|need|needs))(?: \\w+){0,3}",
    "(?:manager|team manager|boss|tm) (?:wants|says|thinks|is telling|telling|reckons"
    "|said) (?:\\w+ ){0,2}(?:close|closing|step|stepping|remove|issue|to close|to step"
    "|to remove) (?:it|this|the|down|him|her|them|up)(?: \\w+){0,3}",
    words=_WORDS,
)
_WHICH = Phrases(
    "(?:which|what) (?:kind of |type of |sort of |\\w+ )?(?:placement|order|carer|carers|plan"
    "|option|school|home|legal order|threshold|foster carer|foster placement|foster home|contact"
    "|support|package|intervention|provision|therapy|level|tier|category|unit) (?:_)(?:best"
    "|better|right|suit|suits|suitable|safest|safer|works?|fit|fits|should|would|do|shall|good"
    "|recommend|choose|pick|appropriate|put|go) (?:\\w+ ){0,3}(?:<HE>|this|them|these|my"
    "|the (?:girl|boy|lad|child|baby|kids|siblings|twins)|a (?:<CHILD>|\\d+)|i|we)(?: \\w+){0,3}",
    "(?:who|where) (?:should|shall|do|would|can) (?:i|we|he|she|they|the (?:baby|kids|child"
    "|children)|this (?:child|lad|girl|baby)) (?:place|put|live|go|stay|live with|move|send"
    "|be placed|have custody|get custody|have residence)(?: \\w+){0,4}",
    "(?:is|are|was|would) (?:it|this|that|a|an|the) (?:care order|supervision order|sgo|adoption"
    "|residential|s20|removal|icpc|s47|strat) (?:\\w+ )?(?:best|better|right|the right"
    "|proportionate|justified|needed|necessary|appropriate|the best) (?:\\w+ ){0,3}?(?:him|her"
    "|them|this|here|case|family|child|thing)",
    "how (?:much|often|many) (?:\\w+ )?(?:contact|visits|visit|sessions) (?:should|shall|would"
    "|do) (?:i|we|he|she|they|mum|dad|this|the (?:baby|kids|child))(?: \\w+){0,5}",
    "(?:how likely|what are the chances|will|would|whats the chance) (?:\\w+ ){0,3}?(?:judge"
    "|court|panel|the judge) (?:\\w+ )?(?:to |will |would )?(?:grant|agree|approve|make|give"
    "|remove|return|refuse|accept|side) (?:\\w+ ){0,4}?(?:order|this|him|her|them|mum|dad|my|us"
    "|me)",
    words=_WORDS,
)
_WRITE = Phrases(
    "(?:need|want|got) (?:an?|my|the|this|some) (?:\\w+ )?(?:<DOCUMENT>) (?:doing|writing|written|"
    "done|drafting|typing|sorting|finishing|checking|proofreading)",
    "(?:\\.|please|can you|could you|will you|would you|would you mind|can u|need you to"
    "|want you to|like you to|help me|help me to|help us|help|\\.|and|just|then|can ai|able to"
    "|get you to|me|now|quickly|so|hi|hey|hiya|hello|ok|also|go on|tell me how to|need to"
    "|how do i|how should i|how would i|how do you|gotta|trying to|ive got to|i have to|got to"
    "|asked to) (?:write|draft|word|prepare|do|fill in|fill out|rewrite|reword|type up|type"
    "|proofread|complete|redo|finish|compose|put together|summarise|edit|improve|tidy up|update"
    "|start|knock up|knock out|pull together|produce|generate|make|create|finish off|check"
    "|shorten|help with|help me with|write up|draw up|sort|phrase|structure|do me|frame|bash out"
    "|rustle up|come up with|author|give me) (?:up |me |us |out |for me |my |a |an |the |this "
    "|that |these |our |her |his |their |some |quick |short |first |draft |new |good |of "
    "|template |example |full |sample |whole |initial |brief |version |bit |up the |on |in "
    "|them |him |mums |dads ){0,4}(?:\\w+ ){0,2}?(?:<DOCUMENT>)",
    "what (?:should|shall|do|can|could|would|must) (?:i|we|you) (?:\\w+ )?(?:put|write|say"
    "|include|record|call|type|add|tell the (?:court|judge)) (?:\\w+ ){0,2}?(?:in|on|into|for|to"
    "|at|about) (?:\\w+ ){0,3}?(?:<DOCUMENT>|care plan|plan|report|file|box|panel|judge|court"
    "|conference|case file|statement|notes|mosaic|lcs|liquidlogic|mum|dad|him|her|them|family)",
    "how (?:do|should|can|would|shall|could) (?:i|we) (?:word|phrase|put|write|record|present"
    "|evidence|argue|frame|justify|explain) (?:\\w+ ){0,4}?(?:in|for|to|on"
    "|as) (?:\\w+ ){0,3}?(?:<DOCUMENT>|court|the judge|panel|conference|care plan|plan|report"
    "|statement|mum|dad|the family|file)",
    "(?:draft|write|prepare|word|do|finish|complete|redraft) (?:me |up "
    "|out )?my (?:\\w+ ){0,2}(?:<DOCUMENT>|report|statement|evidence|plan|notes|recording"
    "|recordings)",
    words=_WORDS,
)
_ORDERS = Phrases(
    "(?:in|is|see|about) your (?:system )?prompt|(?:what|which) (?:ai |language )?(?:model|llm"
    "|gpt) "
    "(?:are|is|do) (?:you|this|it)|you are my \\w+ now|(?:with|have|has|no) (?:no|any|more) limits",
    "(?:ignore|disregard|forget|override|overrule|bypass|drop|break|skip|dont follow"
    "|do not follow|stop following|disobey|delete|erase|cancel|remove|disable|turn off"
    "|switch off|get round|get around|set aside|discard|suspend|lift|abandon|neglect|dump|ditch"
    "|bin|unlearn|clear|reset|without following|not bound by|scrap) (?:about |all |any |of "
    "|your |the |every |those |these |ur |whatever |previous |prior |earlier |above |my |other "
    "|existing |current |safety |own |usual |last |hidden |system |initial |content |stupid "
    "|silly |bloody |normal |built |in ){0,4}(?:<PROMPT>|everything (?:you|above|before|i|that)"
    "|all that (?:was|you)|what you (?:were|have been|are|ve been|was) (?:told|programmed|taught"
    "|instructed)|(?:previous|prior|above|earlier|preceding)(?! (?:question|one|message|answer|q"
    "|ones|target|plans?|government|review|reports?|search)) ?(?:text|conversation|context"
    "|messages|prompts|stuff|chat|bit|orders|commands)?)",
    "(?:you are|act|you will be|youll be|you will) (?:now|no longer|going to be|from now on"
    "|now going to|henceforth)|from now on (?:you|answer|respond|reply|act|be|speak|only|ignore"
    "|call|your|dont|i|we are)|(?:you|youll|you will) (?:are |are now |must |will "
    "|should )?(?:only )?(?:answer|respond|reply|speak|talk) (?:as|like|without|only"
    "|in the) (?:a |an |if |any |the )?(?!of)\\w+",
    "(?:\\.|please|and|now|can you|could you|lets|then|i want you to|want you to|need you to"
    "|you can|just|ok|hey|hi|would you|will you|you should|so) (?:pretend|roleplay|role play"
    "|act as|act like|play the|behave|simulate|impersonate|imagine you are|imagine youre"
    "|imagine you|imagine that you|imagine youre|speak as|talk like|respond as|answer as|be my"
    "|take on the role|assume the role|become a|assume you are|suppose you are|you play"
    "|play a)(?! (?:im new|in |any ))(?: \\w+)?",
    "(?:lets|can we|we can|want to) (?:play a game|roleplay|role play|pretend)|(?:pretend"
    "|pretending) (?:to be|you|youre|that you|im(?! new)|i am(?! new)|there|that|its|the)",
    "(?:print|show|reveal|repeat|display|output|tell|give|share|leak|list|dump|expose|paste|copy"
    "|type|write|send|read|see|whats|what is|what are|what was|disclose|translate|summarise"
    "|recite|describe|quote|say|spell out|echo|encode|what were|post|know) (?:out |me |us |back "
    "|verbatim |all |word for word |of |to me |in full ){0,4}(?:your|ur|the|you|hidden|system|any"
    "|its|this bots|the bots) (?:own |full |exact |hidden |secret |initial |original |entire "
    "|whole |internal |current |underlying |first |very |complete |opening |confidential "
    "|bots ){0,4}(?:system prompt|prompt|prompts|system message|instructions|hidden rules|rules you"
    "|hidden instructions|developer message|configuration|source code|api key|api keys|secrets"
    "|env|environment variables|config|training data|guardrails|directives|programming|rules"
    "|system instructions|token|tokens|credentials|database password|admin password|backend"
    "|preprompt|guidelines you)(?! (?:for|on|about|of the|to (?:councils|local|social)"
    "|in the review))",
    "(?:repeat|print|output|show|copy|say|tell me) (?:back )?(?:everything|all|the (?:text|words"
    "|message|lines?|conversation)|what(?:ever)?)(?: \\w+){0,3} (?:above|before this|before my"
    "|so far)|(?:what|which) (?:instructions|rules|prompt|prompts) (?:were|have|did|are|was"
    "|do) (?:you|u)",
    "jailbreak(?:ed|ing)?|developer mode|dev mode|debug mode|god mode|admin mode|sudo"
    "|root access|dan mode|do anything now|unrestricted|uncensored|unfiltered|(?:no|without"
    "|free of|any|free from|remove|removed|beyond) (?:your |all |any |more "
    "|the ){0,4}(?:restrictions|filters?|guardrails|limits on what you|content policy|safety rules"
    "|censorship|safeguards|rules on you|limitations)|your (?:new|real|true|updated|only"
    "|next) (?:instructions?|rules|task|purpose|goal|role|name|identity|orders|persona|job)"
    "|\\. (?:your )?new (?:instructions?|system prompt|rules)|\\. system \\. \\w+"
    "|system (?:override|prompt)|override (?:code|mode|your|safety|safeguards|protocol)"
    "|admin override|im (?:your|the) (?:developer|admin|creator|administrator|programmer|owner"
    "|boss)|i am (?:your|the) (?:developer|admin|creator|administrator|programmer|owner)"
    "|im_start|im_end|endoftext|begin system|end of (?:system|prompt|instructions)"
    "|prompt injection",
    "(?:you|u|ya) (?:dont|do not|no longer|neednt|can|needn t|wont|mustnt) (?:have to |need to "
    "|get to |must )?(?:follow|obey|stick to|have|break|ignore|care about|bother with"
    "|listen to) (?:_)(?:rules|instructions|guidelines|restrictions|them|limits|sources|policy"
    "|policies)|(?:answer|respond|reply|tell me|talk|speak|answer me) (?:_)(?:without|with no"
    "|no) (?:_)(?:rules|restrictions|filters?|citations?|citing|sources?|quoting|refusing|limits"
    "|disclaimers?|safety|papers|passages)|make (?:something|it|stuff|one|sth|some|summat"
    "|an answer) up|just (?:make|invent|guess)(?: \\w+){0,3} up|dont (?:refuse|quote|cite"
    "|use the papers|use your sources|look in)|stop (?:quoting|citing|refusing|being a bot)"
    "|(?:use|from) your own (?:knowledge|opinion|words|imagination|training)|hack (?:into|the)"
    "|sql injection|drop table|select from|rm rf",
    words=_WORDS,
)
# Wanted of any chat bot; a word of ours beside it does not make it a question about the papers.
_NEVER_OURS = Phrases(
    "(?:cup|league|cup semi|euros|world cup) (?:final|finals|semi|game|match|draw)|who(?:s| is)? "
    "(?:playing|on strictly|in goal|top of the league)",
    "(?:write|tell|sing|give|make|compose|do|know|got|send|create|draft|need|want|read) (?:me "
    "|us |up |out )?(?:an?|another|some|any|the|your best|a few"
    "|your favourite) (?:\\w+ ){0,2}?(?:limerick|poem|joke|jokes|song|rap|haiku|riddle|story"
    "|bedtime story|sonnet|quiz|pun|puns|love letter|shopping list|birthday (?:message|card"
    "|speech)|leaving (?:speech|card|message|do speech)|wedding speech|best man speech|cv"
    "|cover letter|dating profile|tweet|instagram caption|playlist|horoscope|recipe|recipes"
    "|fun fact|ghost story|novel|ditty|rhyme|toast|eulogy|out of office)",
    "(?:forgotten|forgot|reset|resetting|change|changing|lost|expired|unlock|new|recover"
    "|remember|whats|what is|update|whats the wifi) (?:my |the |me |a |our |your |his "
    "|her ){0,4}(?:\\w+ )?(?:password|passwords|passcode|pass word|pin number|login|log in"
    "|login details|username|account)|password (?:reset|expired|wont|isnt|not|for|to|has|again"
    "|keeps|doesnt|help)|locked out(?: of)?|(?:cant|cannot|unable to|wont let me|not able to"
    "|couldnt) (?:log ?(?:in|on|into|onto)|login|get (?:in|on|into) (?:to )?(?:my|the|mosaic|lcs"
    "|liquidlogic|teams|outlook|email|emails|laptop|system|vpn|sharepoint)|sign in"
    "|access my (?:email|emails|account|laptop|drive)|connect to|print|open outlook)|(?:wifi"
    "|wi fi|vpn|printer|photocopier|laptop|outlook|monitor|docking station|keyboard|scanner"
    "|headset|webcam|projector|screen|mouse|ms teams|sharepoint|onedrive|bluetooth|works phone"
    "|work phone|mobile|laptops|citrix|broadband|charger|computer|pc) (?:\\w+ ){0,3}?(?:is|isnt"
    "|wont|not|keeps|has|down|jammed|broken|broke|working|frozen|crashed|crashing|slow|code"
    "|password|knackered|packed|playing|died|dead|out|on floor|offline|again|doesnt|charger|help"
    "|connect|cracked|bust)",
    "(?:recommend|suggest|know) (?:me |us )?(?:a|an|some|any) (?:good )?(?:film|films|book|movie"
    "|series|pub|restaurant|podcast|hotel|place to eat|song|gym|takeaway|show)",
    "(?:whats|what is|what s|whos|who is|name"
    "|tell me) the (?:capital(?: city)? of(?! the review)|largest|tallest|highest mountain"
    "|longest river|square root|speed of light|boiling point|meaning of life"
    "|population of (?!children|kids|looked|care)\\w+|currency|weather|time in|time now"
    "|score|date today|exchange rate|french for|spanish for|german for|latest football|wifi"
    "|best (?:film|restaurant|pub|phone|car|way to (?:cook|lose|get to))|lottery|president|king"
    "|queen|pope|football)|capital(?: city)? of (?!the|funding|this|childrens|social|care|a "
    "|£)\\w+|who (?:won|wins|scored|invented|wrote (?:hamlet|macbeth|harry)|discovered|painted"
    "|sang|sings|plays|is playing|starred)(?: \\w+)?|how (?:tall|far|old|deep|heavy|hot"
    "|cold) (?:is|away|was|are) (?:the |it |to |mount |\\w+ )?(?:everest|moon|sun|eiffel|earth"
    "|london|you|today|outside|king|queen|he|prime|universe|\\w+ tower)|how (?:do|can|long do"
    "|should|to) (?:i |you |we )?(?:to )?(?:cook|boil|bake|make (?:a )?(?:cake|pancakes|lasagne"
    "|curry|bread|soup|tea|coffee)|roast|fry|lose weight|tie a tie|get to (?:the )?(?:airport"
    "|station)|grow tomatoes|knit|unblock|descale|fix my|change a tyre)(?: \\w+)?",
    "(?:weather|rain|raining|snow|snowing|sunny|heatwave) (?:\\w+ ){0,3}?(?:today|tomorrow|like"
    "|for|this|later|forecast|in (?:leeds|leicester|huddersfield|nottingham|london|spain|\\w+)"
    "|weekend|on|tonight|outside|or|be)|(?:going to|will it|is it|gonna|gona) (?:rain|snow"
    "|be (?:sunny|hot|cold|wet|nice))(?: \\w+)?",
    "(?:python|javascript|java|excel|sql|html|css|bash|vba|powershell|regex"
    "|c ) (?:\\w+ ){0,3}?(?:code|script|function|formula|macro|loop|query|program|snippet|pivot"
    "|error|list|spreadsheet|vlookup|app|for|to)|(?:write|fix|debug|code|explain|build|create"
    "|generate) (?:me |us |my |this |a |an |some |the ){0,4}(?:\\w+ ){0,2}?(?:code|script|function"
    "|macro|vlookup|formula|program|app|website|regex|query|pivot table|algorithm"
    "|game)(?! (?:for|of) children)|vlookup|pivot table|(?:translate|translation of) (?:this"
    "|that|the following|\\w+) (?:\\w+ )?(?:in|into|to) \\w+|how do you say (?:\\w+ ){1,4}in \\w+",
    words=_WORDS,
)
# Of other matters, unless the message also has a word of ours.
_ELSEWHERE = Phrases(
    "(?:canteen|lunch|dinner|tea time|breakfast|pizza|sandwich|sandwiches|kebab|curry|takeaway"
    "|restaurant|restaurants|pub|pubs|cafe|coffee|brew|kettle|biscuits|cake|cakes|bake sale"
    "|microwave|fridge|vending machine|greggs|nandos|mcdonalds|beer|wine|cocktail|cooking"
    "|fish and chips|fat friday|wetherspoons|tesco|meal deal|costa|starbucks|milk|teabags|snack"
    "|snacks|salad|vegan|hungry)",
    "(?:weather|weather forecast|football|footy|rugby|cricket|tennis|premier league|world cup"
    "|euros|champions league|the match|the score|man utd|manchester united|man city|spurs"
    "|huddersfield town|forest game|county game|snooker|grand national|horse racing|f1|formula 1"
    "|olympics|wimbledon|eastenders|corrie|coronation street|love island|netflix|film|films"
    "|movie|movies|telly|celebrity|taylor swift|beyonce|spotify|concert|gig|glastonbury|bake off"
    "|cinema|xbox|playstation|fortnite|minecraft|horoscope|star sign|lottery|lotto|euromillions"
    "|bitcoin|crypto|mortgage|tiktok|instagram|facebook|whatsapp)",
    "(?:annual leave|leave request|book (?:\\w+ ){0,3}?(?:holiday|leave|flight|flights|hotel"
    "|table|taxi|meeting room|room|desk|a day off|time off|pool car|car|train|appointment"
    "|haircut|massage)|holiday (?:entitlement|booking|form|days|to|in)|my holidays?"
    "|holidays? (?:abroad|to (?:spain|greece)|in (?:spain|france))|days (?:off|leave)"
    "|bank holiday|flights?|flight to|hotel|hotels|train times|next train|trains? to|bus to"
    "|next bus|bus times|taxi|uber|parking|car park|parking permit|pool car|petrol station"
    "|sat nav|directions to|tram|airport|passport|traffic on|m62|m1 |eurostar|ryanair)",
    "(?:payslip|payslips|pay slip|payroll|pay day|payday|mileage|mileage claim|expenses"
    "|expense claim|claim (?:my )?(?:mileage|expenses)|my pension|sick pay|sick note|flexi"
    "|flexi time|flexitime|toil|maternity pay|p60|p45|tax code|my contract|my salary"
    "|pay rise for me|when do (?:i|we) get paid|overtime claim|union rep|lanyard|id badge"
    "|id card|staff discount|blue light card|fire alarm|fire drill|toilet|toilets|loo|loos"
    "|heating in the office|air con|aircon|stapler|stationery|locker|desk booking|hot desk"
    "|it helpdesk|it help desk|helpdesk|service desk|room booking|reception desk"
    "|christmas (?:party|do|night out|jumper)|secret santa|leaving do|leaving present|night out"
    "|team night|raffle|sweepstake|my birthday|birthday (?:card|cake|present|party)|gym|yoga"
    "|slimming world|bins|bin collection|council tax|pothole|potholes|planning permission"
    "|library card|housing benefit form|blue badge|school term dates|dentist|gp appointment"
    "|flu jab|car insurance|mot|broadband|haircut|dating|girlfriend for me|hangover|crossword"
    "|sudoku|wordle|chess|who are you voting|meaning of life|wedding|mother in law|my cat|my dog"
    "|dog|puppy|goldfish)",
    "(?:are you|you) (?:a )?(?:human|real|robot|alive|conscious|sentient|chatgpt|chat gpt|single"
    "|married|gay|happy|an ai|ai|siri|alexa)|(?:do|can) you (?:love|feel|dream|sleep"
    "|have feelings|like me|have a girlfriend|eat|believe in god|marry)|(?:whats"
    "|what is) your (?:name|favourite|star sign|age)|how old are you|(?:i love you|marry me"
    "|bored|im bored|entertain me|flip a coin|roll a dice|pick a number|tell me about yourself"
    "|hows it going|how are you|how are you doing|you ok hun|hows your day|sing)|(?:\\.|whats"
    "|what is|calculate|work out) \\d+ (?:x|times|plus|minus|divided by|multiplied by|percent of"
    "|add) \\d+|what (?:time|day|date) is it|whats the time|whats the date|what day is it"
    "|who is the (?:prime minister|king|queen|president)|prime minister|president of"
    "|chemical symbol|periodic table|photosynthesis|second world war|world war|shakespeare"
    "|pythagoras|dinosaurs?|in (?:french|spanish|german|polish|urdu|latin|welsh|italian)",
    words=_WORDS,
)
_OURS = Phrases(
    "review|reviews|care|carers?|child|childrens?|kids|kiddies|young people|yp|fostering|foster"
    "|kinship|adopt\\w{0,5}|social|sw|sws|rccs?|iros?|lado|send|ehcps?|government|govt"
    "|ministers?|dfe|strategy|committee|scrutiny|papers?|report|reports|minutes|leavers?|family"
    "|families|placements?|residential|homes?|safeguarding|ofsted|kirklees|leicestershire|leics"
    "|nottinghamshire|notts|lga|macalister|josh|pathfinders?|budget|recommend\\w{0,8}|reforms?"
    "|consultation|councillors?|cllr|agency|workforce|asye|early help|s17|s47|uasc|lac|cla|cp"
    "|cin|case for change|stable homes|barnardos|cqc|ilacs|mentoring|apprentices?\\w{0,4}|lads?"
    "|lass|lasses|parents?|mum|dad|pupils?|schools?|youth|teenagers?|support|allowances?|haf"
    "|holiday activities|grant|funding|vulnerable|councils?",
)
