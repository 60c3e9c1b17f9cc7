"""A person in danger now, told of in a message."""

from bot.guard.patterns import Phrases
from bot.guard.words import GROUPS

_WORDS = {
    **GROUPS,
    "NOW": "right now|now|just now|as we speak|tonight|this minute|this second|this moment"
    "|at this moment|this instant|just|on the phone|just rang|just rung|just called|just phoned"
    "|just told"
    "|outside|on (?:his|her|their) way|about to|today|this morning|this afternoon|this evening"
    "|minutes ago|an hour ago|hours ago|last night|since yesterday|since last night|yesterday"
    "|urgent"
    "|urgently|asap|straight away|immediately|emergency|help|refusing to leave|in reception"
    "|currently"
    "|still|going home|all night|again",
    "WEAPON": "knife|knifes|knives|machete|blade|gun|axe|hammer|bat|baseball bat|weapon|sword"
    "|screwdriver"
    "|crowbar|razor|hatchet|acid|petrol|bottle|shotgun|zombie knife|samurai sword|firearm"
    "|metal bar",
    "SELF": "himself|herself|themselves|themself|myself|themselfs|hisself|her self|him self",
    "OTHER": "him|her|them|me|us|mum|dad|the (?:kids|children|baby|child|family|boy|girl|lad"
    "|lass|mum)"
    "|his|my|someone|everyone|you|<KIN>|<CHILD>|staff|the (?:carer|worker|social worker|carers"
    "|staff)",
    "PILLS": "tablets|paracetamol|ibuprofen|antidepressants|medication|sleeping tablets|painkillers"
    "|bleach|co codamol|codeine|insulin|diazepam|methadone|drugs|sertraline|poison|antifreeze"
    "|nurofen",
    "SOME": "a load of|loads of|loads|a bunch of|a handful of|handful of|too many|a lot of"
    "|lots of|all of"
    "|all|all (?:her|his|the|their|my|mums)|a pack of|a packet of|a box of|some|a whole|a full|\\d+"
    "|load of|an overdose of|her|his|a few|the whole|a strip of|bunch of|mums|a whole box of"
    "|several",
    "HARM": "hit|hitting|hits|hurt|hurting|hurts|beat|beating|beats|attacking|attacked|strangled"
    "|stabbed"
    "|strangling|punching|kicking|raped|raping|touched|touching|touches|abused|abusing|abuses"
    "|molested"
    "|abuse|assaulted|threatened|threatening|threatens|scared|frightened|terrified|afraid|bruises"
    "|bruise|bleeding|burnt|locked|trapped|suicidal|knife|in danger|unsafe|not safe|hiding|crying"
    "|bashing|smashing|battering|slapping|screaming|whipped|belt|pulled|sexually|trafficked|grabbed"
    "|pinned|kill|dying|choked|burned|shot|collapsed|interfering|bothering|hurtin|hittin|beats"
    "|beating|messing|kissed|exposed|attack|abusive|violent|hostage|smashed|smashing|punched"
    "|burning",
}


def is_live_risk(said: str) -> bool:
    """Return whether a plain text tells of someone in danger now, in doubt in favour of it."""
    if _FEARED.search(said):
        return True
    if _is_asked_about(said):
        return False
    if any(pattern.search(said) for pattern in _ALWAYS):
        return True
    # Two of three are common in ordinary questions ("kids stabbed"); all three are not.
    return bool(
        _HARM.search(said) and _SOMEONE.search(said) and _AT_THIS_TIME.search(said)
    ) and not _MANY.search(said)


def is_emergency(said: str) -> bool:
    """Return whether a plain text tells, in however few words, of what needs help at once."""
    if _EVEN_ASKED_BESIDE.search(said):
        return True
    return _EMERGENCY.search(said) and not _is_asked_about(said)


def _is_asked_about(said: str) -> bool:
    """Whether danger is asked about as a subject of the papers, and not told first hand."""
    return _AS_A_SUBJECT.search(said) and not _FIRST_HAND.search(said)


# Told in a few words, as people do while it happens: such a message sounds like a heading.
_EMERGENCY = Phrases(
    "(?:homes|(?:home|house|place|flat|placement|unit|kitchen|bedroom) (?:is|has been set|went up"
    "|is still)) on fire (?:\\.|and|now|right now|with|kids|children)",
    "fire at (?:the |our |my |his |her |their )?(?:home|house|place|flat|placement|unit) (?:now"
    "|right now|kids|children|yp|two|three|and|\\.)",
    "(?:yp|<CHILD>|<KIN>|hes|shes|he|she) (?:has |have |is |just |may have |might have )?(?:odd"
    " (?:\\.|on|again|now|in|and|hes|shes)|o d d|od d)",
    "(?:hes|shes|<CHILD>|yp|im|<KIN>) (?:is |are |just |has |had |been )?(?:fitting|having a"
    " (?:fit|seizure)) (?:right |on the )?(?:now|again|floor|ground|bed|pavement)"
    "|fitting on the (?:floor|ground|bed)",
    "(?:fighting|fight|at it|going for each other|stood there|running round|running around) with"
    " (?:an? |the |kitchen )?(?:knifes|knives|<WEAPON>)",
    "(?:pouring|poured|chucked|threw|splashing|splashed) (?:the |some )?petrol"
    "|got (?:hold of )?(?:some )?petrol (?:and|all|in|on|with)",
    "(?:got|has|had|found|made|tied|using) an? (?:\\w+ )?(?:ligature|noose)"
    "|ligature (?:every|round (?:his|her)|around (?:his|her)|tonight|again)",
    "(?:been|being|got|was|he|man|dad|bloke) followed (?:me |her |us )?home (?:from|by|and|\\.|last"
    "|again|tonight|after)|(?:im|ive|shes|hes) (?:being|been|getting)"
    " followed (?:by|from|back|again|round|around)",
    "(?:cant|cannot) (?:do this|go on|carry on|take this|take it) (?:any ?more |any longer"
    " )?(?:\\. )?(?:not the job|honestly|sorry|ive worked out|theres no point|no point)",
    "ive worked out how (?:\\.|to do it|id do it|many)|no point in any of it"
    "|(?:be|fine|better off|happier) without me (?:\\.|and|here|around)"
    "|i (?:just |really )?want to (?:end it all|be dead|die)"
    "|i (?:just |really )?dont want to (?:be here|live|wake up) any ?more",
    "how many (?:<PILLS>)(?: tablets)? (?:is|are|would be|to|does it take) (?:too many|to kill"
    "|kill|dangerous|do)",
    words=_WORDS,
)
# Told even inside a question about the papers.
_EVEN_ASKED_BESIDE = Phrases(
    "(?:kept|held|locked|shut|tied up|chained|looked after) (?:\\w+ ){0,4}in (?:the|an?|his|her"
    "|their) (?:cellar|attic|loft|boot|shed|garage|basement) (?:till|until|unless)",
    "(?:nobody|no one|alone|im|stuck|here) (?:in )?with an? (?:actively )?suicidal"
    " (?:<AGE>|<CHILD>|yp)",
    words=_WORDS,
)

# Feared of one person, whatever is asked of the papers beside it.
_FEARED = Phrases(
    "(?:worried|concerned|scared|frightened|bothered|suspect|think|reckon|sure|feeling) (?:that "
    "|about |bout )?(?:an?|one of (?:my|our|the)|this|my|our|some) (?:\\w+ ){0,2}?(?:carer|parent"
    "|worker|colleague|escort|driver|teacher|coach|lodger|<KIN>) (?:\\w+ ){0,5}?(?:is|be|been"
    "|keeps|whos|shes|hes) (?:hitting|hurting|beating|abusing|grooming|touching|starving|slapping"
    "|smacking|exploiting) (?:an?|the|his|her|their|one of|my|our|some)",
    "(?:<CHILD>|yp|young person|care leaver|teenager) (?:on|in|from) (?:my|our) (?:caseload|books"
    "|patch|home|unit) (?:\\w+ ){0,2}?(?:is|might be|may be|could be) (?:being |getting )?"
    "(?:exploited|groomed|trafficked|abused|hit|hurt|beaten|neglected|starved|raped|cuckooed)",
    words=_WORDS,
)

# Asked about as a subject of the papers.
_AS_A_SUBJECT = Phrases(
    "how (?:many|much|often)|what (?:share|percentage|percent|proportion|number)",
    "(?:does|did|do|has|have|will|would|is|whats|what|where|which|why|when|are|was|says?|any"
    "|summat|owt|anything|something) (?:\\w+ ){0,4}(?:review|reports?|papers?|strategy"
    "|government|govt|dfe|ministers?|reforms?|lga|case for change|recommendations?|macalister"
    "|committee|minutes|consultation|stable homes|ofsted|guidance|policy|policies|law|framework"
    "|leics|leicestershire|kirklees|notts|nottinghamshire) (?:\\w+ ){0,4}(?:say|said|says|on"
    "|about|for|mention|mentioned|recommend|recommended|want|wanted|propose|plan|planning|done"
    "|doing|expect|find|found|saying|tell|promise|make|made|think|told|do|reckon|raise|raised"
    "|cover|get|call)",
    "(?:refugee|asylum|unaccompanied|from abroad|from overseas|seeking)",
    "(?:tell|told|telling) the (?:review|inquiry|committee)",
    "(?:who|when|if) (?:leads?|decides?|(?:(?:an?|any|kids|children|parents|someone"
    "|every) (?:\\w+ ){0,3}?(?:is|are|in|gets?|goes|has|have|says?)))",
    "what is the (?:policy|guidance|law|definition|procedure|process|plan|advice)",
    words=_WORDS,
)
# Told first hand even so: someone has just been heard, or the asker is there.
_FIRST_HAND = Phrases(
    "what (?:do|should|shall|can) (?:i|we) do|who do (?:i|we) (?:ring|call|tell)|urgent|tonight",
    "just (?:told|rang|rung|called|phoned|said|disclosed|text|texted|messaged|found|seen|heard"
    "|taken|been|had)",
    "right now _(?:<HE>|<OTHER>)|on the phone _(?:now|to me|with me|saying|crying)?|as we speak"
    "|this minute|on (?:his|her) way",
    "(?:hes|shes|he is|she is|theyre|im|ive) (?:_)(?:<PILLS>|<WEAPON>|bleeding|unconscious"
    "|missing|outside|suicidal|kill|going to|threatening|in danger)",
    words=_WORDS,
)
_ALWAYS = (
    # poison and overdose
    Phrases(
        "(?:has|got|with|holding|found|have) (?:an? )?(?:\\w+ )?(?:bottle|pack|packet|box|load"
        "|handful|bag|fistful|stash) of "
        "(?:<PILLS>)",
        "(?:cant|cannot) (?:do this|go on|carry on|take this|take it|cope) (?:any ?more|any longer)"
        "(?: and| shes| hes| i)",
        "do (?:himself|herself|themselves|myself) in|(?:him|her|me|them) by the (?:throat|neck"
        "|hair)",
        "(?:had|having) (?:a|too much to) drink (?:\\w+ ){0,5}?(?:driving|drove|drive)",
        "(?:taken|took|taking|swallowed|swallowing|necked|downed|ate|eaten|drank|drunk|had"
        "|popped|taken about|threatening to take|going to take"
        "|overdosed on) (?:\\w+ ){0,2}?(?:<SOME>) (?:\\w+ ){0,2}(?:<PILLS>)",
        "(?:taken|took|swallowed|necked|downed|drank|overdosed on|drunk"
        "|popped) (?:\\w+ )?(?:<PILLS>)",
        "(?:<HE>|<KIN>|<CHILD>|ive|i|has|have|who|think|thinks|just|might|may|they"
        "|theyve) (?:\\w+ ){0,2}(?:overdosed|od|overdosing|taken an? (?:\\w+ )?overdose"
        "|took an? (?:\\w+ )?overdose|had an overdose)",
        words=_WORDS,
    ),
    # a weapon at hand
    Phrases(
        "(?:way|coming|outside|round|here|door|house|waving|holding|wielding|brandishing|pulled"
        "|pulling|grabbed|running|walking|stood|standing|turned up|shown up|got|gone|reception"
        "|office|chasing|chased|armed|kicking off|home|going|kitchen|street|flat|downstairs"
        "|upstairs|garden|left|us|mum|dad|her|him) (?:\\w+ ){0,2}?(?:with|wi|waving|holding"
        "|carrying) (?:an?|the|his|her|some|kitchen|two) (?:\\w+ )?(?:<WEAPON>)",
        "(?:hes|shes|he has|she has|dads|mums|theyve|he|she|dad|mum|boyfriend|partner|brother"
        "|son|lad|has|yp|boyfriends|exs|brothers) (?:has |had |have |just |is |now ){0,4}(?:got"
        "|pulled|grabbed|picked up|brought|waving|holding|pulling|got hold of|wielding"
        "|brandishing) (?:hold of |out )?(?:an?|the|his|her) (?:\\w+ )?(?:<WEAPON>)",
        "(?:knife|machete|blade|gun|axe) (?:to|at|against|on) (?:his|her|my|their|mums|dads"
        "|the) (?:\\w+ )?(?:throat|neck|head|face|wrist|wrists|door|baby|mum)"
        "|held at (?:knifepoint|gunpoint)|taken hostage|(?:pulled|drew) a (?:<WEAPON>) on"
        "|threatening (?:<OTHER>) with (?:an? )?(?:<WEAPON>)|armed police",
        words=_WORDS,
    ),
    # threats to life, one's own or another's
    Phrases(
        "(?:threatening|threatened|threatens|threat|threats|going|wants|wanting|want|trying"
        "|tried|about|planning|plans|intends|gonna|says|said|saying|swears|swore|vowed|promised"
        "|wishes) (?:\\w+ ){0,3}?(?:to |ll |will |hell |shell |he would |shed |hed |shes |hes "
        "|theyll )(?:\\w+ )?(?:kill|stab|shoot|murder|strangle|drown|hang|end|slit|jump|burn"
        "|torch|do something stupid|do away|overdose|hurt|harm|batter|finish|smash|attack|snatch"
        "|abduct|take (?:his|her|their|my) (?:own )?life|kick the door|set fire|die|self harm"
        "|throw (?:<SELF>)|cut (?:<SELF>|<OTHER>|his|her|their)|gut|petrol bomb"
        "|do (?:<OTHER>) in|beat|rape|suffocate|poison|run away|knife) ?(?:<OTHER>|<SELF>|off|it"
        "|all|from|(?:his|her|their|my) (?:life|wrists|throat|own|\\w+)|the (?:house|flat|kids"
        "|baby)|in front)?",
        "(?:<HE>|hell|shell|theyll|he|she|ill|will|might|gonna|going to|could|id|hed"
        "|would) (?:\\w+ ){0,2}?(?:kill|stab|murder|strangle|hang|drown|shoot) (?:<SELF>|<OTHER>)",
        "(?:<SELF>) (?:tonight|right now|now|in (?:the|her|his)|with)|kill(?:ing)? myself"
        "|end(?:ing)? (?:my|his|her|their) (?:own )?life|end(?:ing)? it all|(?:wants|want|wanted"
        "|wanting|wish|wishes|hope|rather) to (?:die|be dead)|dont want to (?:live|be here"
        "|be alive|wake up|carry on)|doesnt want to (?:live|be here|be alive|wake up|carry on)"
        "|no (?:reason|point) (?:to live|living|in living|carrying on)|cant go on (?:like|any"
        "|anymore|living|with)?|better off dead|wants out of this life|(?:goodbye"
        "|suicide) (?:note|text|message|texts|letter|video)|(?:saying|said) (?:her |his "
        "|their )?goodbye|suicide attempt|attempted suicide|(?:is|hes|shes|im|feeling|feels|feel"
        "|really|actively|very|mum|dad|currently|now|a) suicidal|suicidal (?:lad|lass|girl|boy"
        "|teen|yp|teenager|mum|dad|child|young person|kid) (?:on|here|in|at|who|saying|with|has"
        "|is)|(?:got|has|holding|with) (?:a|the) (?:rope|noose|ligature)",
        "on (?:a|the) (?:\\w+ )?(?:bridge|roof|ledge|train track|train tracks|tracks"
        "|motorway bridge|railway|railway line|window ledge|flyover|top of the)|(?:off"
        "|from) (?:a|the) (?:\\w+ )?(?:bridge|roof|balcony|window|car park|multi storey|building"
        "|flyover)|(?:ligature|noose|rope) (?:round|around|tied|on)|tied (?:\\w+ ){0,2}(?:round"
        "|around) (?:her|his) neck|hanging (?:from|in)|found (?:\\w+ )?hanging|(?:hanged"
        "|hung) (?:<SELF>)|slit (?:his|her|their) (?:wrists|throat|arms)|cut (?:his|her"
        "|their) (?:wrists|wrist|throat)|doused",
        words=_WORDS,
    ),
    # a child on their own
    Phrases(
        "(?:left|is|are|been|were|was|being|hes|shes|theyre|found|all|home|kids|baby|still"
        "|in there|leaving|in|in the house|sat|just) (?:\\w+ ){0,2}?(?:home alone|alone in"
        "|alone at home|all alone|on (?:his|her|their|its|there) own in|left alone|on (?:his|her"
        "|their|there) own (?:at home|in the|at the|since|all|right|now|with|for|with no)"
        "|by (?:<SELF>) (?:in|at|all|since|right|with|now)|unattended)",
        "(?:baby|toddler|child|kids|boy|girl|lad|children|babies|twins|little ones?|infant"
        "|little un|little uns|months? old|year old|kid|son|daughter|bairn|siblings"
        "|<KIDS>) (?:\\w+ ){0,5}?(?:alone|unattended|unsupervised|on (?:his|her|their|its"
        "|there) own|by (?:<SELF>)|with no adult|without (?:an |any )?adult|home alone)",
        "(?:left|leaving) (?:a|the|her|his|two|three|\\w+) (?:\\w+ ){0,3}?(?:alone|unattended"
        "|on (?:his|her|their|its|there) own|by (?:<SELF>)|home alone)",
        "(?:<CHILD>|kids|children|twins) (?:\\w+ )?(?:left |been left |was left )?(?:in"
        "|inside) (?:a |the |her |his )?(?:\\w+ )?locked (?:\\w+ )?(?:car|house|flat|room)"
        "|no sign of (?:mum|dad|him|her|them|an adult|the (?:mum|parents))",
        "(?:no|no other|without an?|isnt an?|aint an?|no responsible) (?:adult|adults|grown up"
        "|grown ups|parent|one) (?:is |are |in |with |at |there|home|about|around|looking)"
        "|nobody (?:home|with them|with him|with her|in the house|there with|looking after)"
        "|(?:locked|shut|trapped|stuck) (?:\\w+ )?(?:in|inside|out) (?:a|the|his|her|their"
        "|of) (?:\\w+ )?(?:room|car|house|flat|bedroom|cupboard|bathroom|boot|shed|cellar|garage"
        "|home|toilet|cold|street)|locked (?:<HE>|herself|himself) (?:out|in|inside)",
        words=_WORDS,
    ),
    # missing now
    Phrases(
        "(?:missing|gone|disappeared|vanished|awol|run off|ran off|run away|ran away|runaway"
        "|absconded|not seen|not been seen|been seen|seen|heard from|not heard|not home|away"
        "|out all) (?:\\w+ ){0,4}?(?:since (?!covid|lockdown|the|20)|tonight|last night"
        "|this morning|hours|this afternoon|this evening|yesterday|overnight|today|right now"
        "|an hour|since (?:last|yesterday|this|the)(?: night| morning| early hours)?|for (?:two"
        "|three|\\d+|a couple of) (?:days|nights|hours)|\\d+ hours|minutes ago|all night|now"
        "|with an older|with a man)",
        "(?:hasnt|hes not|shes not|not|never|didnt|havent|still not|has not|have not|did not"
        "|wasnt) (?:come|came|returned|been|got|turned up|arrived|made it"
        "|back) (?:\\w+ )?(?:home|back|seen|heard from|in) ?(?:last night|since|from|tonight|yet"
        "|all night|this morning|yesterday|and|\\.|by)?",
        "(?:cant|cannot|couldnt|unable to|trying to) (?:find|locate|trace|get hold of"
        "|reach) (?:him|her|them|the (?:baby|child|kids|lad|girl|boy|lass|yp)|my|a|either"
        "|our) ?(?:<CHILD>|anywhere|and|\\.)?|no ?(?:one|body) (?:knows|has a clue|has seen|seen"
        "|can find|has heard)(?: where| from)? (?:he|she|they|him|her|them)|(?:dont|do not"
        "|not sure|no idea|doesnt) (?:know )?where (?:he|she|they|the (?:baby|child|kids|lad"
        "|girl)|shes|hes|theyve|mum) (?:is|are|went|has|have|been|gone|taken)|(?:to|will|hell"
        "|going to) (?:snatch|abduct|kidnap|grab) (?:the |her |his |my )?(?:<CHILD>|<KIDS>|him"
        "|her|them)|(?:snatched|abducted|kidnapped|took off with|taken off with|done a runner"
        "|run off with|legged it) (?:with )?(?:the |a |by |her |his |from |him "
        "|them )?(?:<CHILD>|<KIDS>|<OTHER>|school|home|dad|mum|contact|man|someone)?",
        "(?:has|have|hes|shes|he has|she has|yp|lad|lass|girl|boy|theyve|child|teenager"
        "|just) (?:just |now |been ){0,4}(?:gone missing|went missing|run off|run away|absconded"
        "|legged it|disappeared|been taken by|been snatched|been abducted|jumped out"
        "|got in a car|got into a car)",
        words=_WORDS,
    ),
    # hurt now
    Phrases(
        "(?:not|isnt|stopped|isn t|aint|barely|struggling to|hardly|cant|difficulty"
        "|stops) (?:breathing|breathe|responding|waking up)|(?:wont|not|cant|doesnt"
        "|couldnt) (?:wake up|wake|wake (?:him|her|them|mum|dad)|be woken|come round|respond)"
        "|cant be woken|unconscious|passed out|collapsed|(?:having|had|in) (?:a )?(?:seizure|fit"
        "|cardiac arrest)|(?:gone|going|turned|turning) (?:blue|floppy|limp)|lips are blue"
        "|blue lips|floppy|foaming|bleeding (?:heavily|out|badly|from|a lot|everywhere|and)"
        "|(?:is|hes|shes|still|hasnt stopped|wont stop|she is|he is|mums|dads|mum is) bleeding"
        "|blood (?:everywhere|all over|pouring)|covered in blood",
        "(?:been|was|has|got|just|hes|shes|lad|who|mum|dad|girl|boy|he got|she got) (?:just "
        "|been |getting ){0,4}(?:stabbed|shot|run over|knocked over|scalded|strangled|raped|acid"
        "|electrocuted|set on fire|burnt)|house is on fire|(?:theres|there is|set) (?:a )?fire"
        "|set fire|(?:house|flat|home|kitchen|bedroom|car|hair|bed|curtains|building) (?:is "
        "|are )?on fire|gas (?:on|left|leak)",
        "(?:is|hes|shes|are|theyre|he is|she is|dads|mums|stepdads|boyfriends|partners|still"
        "|being|keeps|started|boyfriend|dad|mum|carer|mans|someones|currently"
        "|man) (?:\\w+ ){0,2}?(?:hitting|beating|strangling|attacking|punching|kicking|battering"
        "|assaulting|stabbing|hurting|smashing|belting|raping|slapping|shaking|dragging|choking"
        "|beaten|attacked|assaulted|bashing|leathering|braying|throwing) (?:into |up |at "
        "|lumps out of |seven bells out of |shit out of |the ){0,4}(?:<OTHER>|his|her|up|a|my|their"
        "|each other|things|stuff|in|lumps|seven|down)",
        "(?:kicking|banging|smashing|breaking|hammering|trying to (?:get|break|kick|smash)"
        "|booting|bashing|knocking|putting|kicked|smashed) (?:\\w+ ){0,2}?(?:door|doors|windows?"
        "|house|place|flat|glass)(?: down| in| through| up)?|(?:can hear|hear|heard"
        "|hearing) (?:\\w+ ){0,3}(?:scream|screaming|screams|crying|fighting|shouting|banging"
        "|thumping|yelling|smashing|shouts|begging|hitting)|screaming (?:for help|and|down|in|at"
        "|from|the|next|coming|his|her|to)|barricaded|holed up|hiding (?:in|from|under|upstairs"
        "|behind|with)|refusing to let (?:\\w+ ){0,3}(?:leave|go|out)|(?:wont"
        "|not) let(?:ting)? (?:him|her|them|me|us|mum|the \\w+) (?:leave|go|out)"
        "|holding (?:\\w+ ){0,2}(?:hostage|against)|(?:shaken|shaking|shook|dropped|thrown|threw"
        "|dangling|dangled|throwing) (?:the|a|her|his|my) (?:baby|toddler|infant|newborn|child)",
        "(?:in|at) (?:immediate|serious|grave|imminent|real) (?:danger|risk|harm)|(?:is|are|hes"
        "|shes|im|be|child|kids|theyre|baby|in) (?:in danger|not safe|unsafe|in real danger"
        "|at risk right now|at risk tonight)|life (?:is )?(?:in danger|at risk|in immediate)"
        "|(?:scared|afraid|frightened|terrified|petrified|too scared|dreading|refusing|refuses"
        "|wont|doesnt want|scared stiff|bricking it|not safe|unsafe|begging not) (?:to|of"
        "|about) (?:go|going|be|leave|sleep|get) (?:back |sent |picked |to )?(?:home|in|there"
        "|back|his|her|dad|mum|dads|mums|house)?|(?:scared|afraid|frightened|terrified"
        "|petrified) (?:of|to|for|that|hell|shell|what|in case|dad|because|and|he|shes|her|his"
        "|hes) (?:<OTHER>|<HE>|go|dad|life|what|be|his|her|will|going|theyll|being)"
        "|fears? for (?:his|her|their|my) (?:life|safety)",
        "(?:(?:driving|drove|got in|getting in|driven|drive|in) (?:the |a |her |his )?(?:car|off"
        "|home|kids|children|van) (?:\\w+ ){0,4}?(?:drunk|off (?:his|her) (?:head|face)|pissed"
        "|high|stoned))|(?:drunk|high|stoned|off (?:his|her) (?:head|face)|passed out"
        "|comatose) (?:\\w+ ){0,5}?(?:in charge of|looking after|caring for|driving"
        "|with the baby|with a baby|with the kids|holding the baby|feeding)",
        words=_WORDS,
    ),
    # just told
    Phrases(
        "(?:just|now|literally|only just|this minute|today|this morning"
        "|this afternoon) (?:been )?(?:told|disclosed|said|rang|rung|called|phoned|text|texted"
        "|messaged|admitted|confided|opened up|let slip|walked in|ran in|come in|come to me"
        "|came to me|came out|wrote|told us) (?:\\w+ ){0,14}(?:<HARM>|knife|alone|kill|rape"
        "|sexual|in bed|sleeps in|bed|burn|marks|dont want to go home|doesnt want to go home"
        "|hits|comes in(?:to)? (?:her|his)|private|bits|secret|photos|naked|sex|pregnant by"
        "|marriage|forced|married|fgm|abroad)",
        "(?:told|disclosed|tells|telling|said|says|saying) (?:\\w+ ){0,3}?(?:just now"
        "|right now|minutes ago|this morning|this afternoon|today) (?:\\w+ ){0,10}?(?:<HARM>"
        "|sexual|rape|bed|sex|burns|beats|hits)",
        "(?:disclosed|disclosing|made a disclosure|disclosure|told (?:me|us|school|her teacher"
        "|his teacher|a teacher|staff|nan|the nurse"
        "|her foster carer)) (?:\\w+ ){0,10}(?:today|right now|tonight|this morning"
        "|this afternoon|just now|last night|yesterday|minutes ago"
        "|an hour ago)(?: \\w+){0,10} (?:<HARM>|sexual|rape|bed|sex)",
        "(?:today|right now|tonight|this morning|this afternoon|just now|minutes ago|an hour ago"
        "|just) (?:\\w+ ){0,4}(?:disclosed|disclosing"
        "|made a disclosure)(?: \\w+){0,10} (?:<HARM>|sexual|rape|bed|sex|stepdad|dad|uncle"
        "|brother)",
        "(?:flying|flown|taken|taking|sent|sending|going|being) (?:\\w+ ){0,3}(?:abroad|pakistan"
        "|somalia|bangladesh|gambia|sudan|back home) (?:\\w+ ){0,3}(?:tonight|tomorrow|today"
        "|for fgm|to be cut|to be married|to get married|to marry|this week|for a wedding"
        "|right now)",
        words=_WORDS,
    ),
)
_HARM = Phrases(
    "<HARM>|self harming|cutting|missing|overdose|suicide|dangerous|abandoned|<WEAPON>",
    words=_WORDS,
)
_SOMEONE = Phrases(
    "<HE>|<KINOF>|(?:a|the|my|this|that|his|her|their|ive got a|our|one) (?:\\w+ )?(?:<CHILD>"
    "|<KIN>|family|parent|man|woman|caller)|mum|dad|baby|im|ive|<CHILDOF> (?:just|dad|mum|on)"
    "|the (?:kids|children)|next door",
    words=_WORDS,
)
_AT_THIS_TIME = Phrases(
    "right now|just now|as we speak|this minute|this second|this moment|this instant"
    "|on the phone|just (?:rang|rung|called|phoned|told|text|texted|messaged|disclosed)"
    "|on (?:his|her|their|its) way|about to (?:hurt|hit|kick|do|jump|get|go home|leave|come"
    "|attack|kill)|minutes ago|an hour ago|tonight|urgent|emergency|immediately|(?:are|is|hes"
    "|shes|theyre) (?:outside|at the door|in reception)|call 999|ring 999|999"
    "|police are (?:coming|on)|do i call|who do i (?:ring|call)|at this moment|straight away",
    words=_WORDS,
)
# Young people as a group, or the law.
_MANY = Phrases(
    "young people|teenagers|parents (?:in|who|with)|victims|social workers|care leavers|families"
    "|across|nationally|councils|threshold for|funding|cuts|budget|agency",
    words=_WORDS,
)
