"""A case told without names: signals of one real family, added up."""

from dataclasses import dataclass

from bot.guard.patterns import Phrases
from bot.guard.words import GROUPS

# From this score on a message tells of a real case; found by trying tests/questions/guard.yaml.
STORY = 4


@dataclass(frozen=True, slots=True)
class Story:
    """How much a message tells of one case: `score` of everything, `detail` of that about a case.

    `general` is how far it asks about papers and numbers instead, already taken off the score.
    """

    score: int
    detail: int
    general: int


def story(said: str) -> Story:
    """Return how far a plain text tells the story of one case."""
    people = sum(points for points, pattern in _PEOPLE if pattern.search(said))
    events = min(len(_EVENT.each(said)), 3)
    detail = people + (events + 1 if events else 0)
    detail += sum(points for points, pattern in _CIRCUMSTANCES if pattern.search(said))
    general = min(sum(points for points, pattern in _GENERAL if pattern.search(said)), 3)
    score = detail - general if people else 0
    return Story(score, detail, general)


def _signal(points: int, *written: str) -> tuple[int, Phrases]:
    return points, Phrases(*written, words=GROUPS)


# Who is meant: one of these must be there for a story.
_PEOPLE = (
    # the asker's own case
    _signal(
        2,
        "(?:on|in) my (?:caseload|cases|case load|books|duty list)",
        "(?:my|one of my|one of our|a|another) (?:case|family|families|cases) (?:of mine|where"
        "|who|ive|im|ive got)",
        "(?:ive|weve|i have|we have|have|got|having|ive still|im holding|holding|inherited"
        "|picked up) (?:got |had |just had |just got |also got |picked up )?(?:an?|this|one"
        "|another) (?:_)(?:<CHILD>|<KIN>|<FAMILY>|case)",
        "(?:ive|weve|i have|we have|got|gotta) (?:got |had )?(?:a |<COUNT> |some ){0,4}(?:twins"
        "|siblings|<COUNT> (?:kids|children|girls|boys|lads|lasses)|sibling group)",
        "(?:an?|the|this|one) (?:<CHILD>|<KIN>|<FAMILY>) (?:that |who |which )?(?:ive|im|i|weve"
        "|we|were) (?:am |are |been |currently |just |got |have )?(?:got|work|working|support"
        "|supporting|hold|holding|allocated|visit|visiting|see|seeing|visited|saw|have|assessing"
        "|assess|placed|know)",
        "(?:im|were|been|am|are|currently|i was|was) (?:working|supporting|assessing|dealing"
        "|visiting|out (?:to|with)) (?:with |to )?(?:an?|this|one|the) _(?:<CHILD>|<KIN>"
        "|<FAMILY>|case)",
        "my (?:yp|young person|lad|lass|girl|care leaver|uasc|unborn|teenager|teen|little lad"
        "|foster child|client)",
        "one of (?:my|our|the) (?:<KIDS>|yp|yps|young people|care leavers|lac|cla|uasc|families"
        "|mums|dads|teenagers|cases|foster carers|carers|clients)",
        "(?:allocated|referred|transferred|passed|handed) _(?:<CHILD>|<FAMILY>|case)",
    ),
    # one child of an age
    _signal(
        2,
        "<AGE> (?:and a half )?(?:yo|y ?o|your old|year ?old|year|month old|week old"
        "|day old)(?: _(?:<CHILD>|<KIN>|who|has|was|is|and))",
        "(?:an?|our|my|the|this|that|ive a) _<AGE> (?:yo|your old|year old|month old|week old)",
        "<AGE> (?:yo|your old|year old|month old|week old) (?:and|who|has|hes|shes|was|is|with"
        "|wont|keeps|came|living|placed|in|on|just|been|his|her|refusing)",
        "\\. <AGE> (?:yo|your old|year old|month old|week old|month|your)",
        "(?:<CHILD>|daughter|son|sister|brother|mum) (?:is |hes |shes |aged |of |age |whos "
        "|only |just ){0,4}<AGE>(?: year old| yo| year)?(?! (?:of|out|percent|to|children|kids|or"
        "|weeks?|month))",
        "(?:aged|age) <AGE>(?: (?:and|who|has|hes|shes|was|is|with|in|on)| \\.)",
        "(?:hes|shes|he is|she is|whos|he was|just turned|is only|was only|turned) (?:only "
        "|just |nearly |now |about )?<AGE>(?: next| in| now| and| but| \\.| this| year)",
        "<COUNT> (?:kids|children|girls|boys|siblings|lads|lasses) (?:under|aged|all under) <AGE>",
        "(?:<KIDS>) (?:aged )?<AGE> (?:and )?(?:<AGE> )?(?:and )<AGE>",
    ),
    _signal(
        1,
        "(?:baby|child|toddler|girl|boy|lad|lass) (?:is |of )?(?:\\d{1,2}|two|three|four|six) "
        "(?:days?|week|weeks|month) old",
        "(?:call|referral|mash|report|contact) (?:_)(?:re|about|on|regarding) (?:an?|the|this) "
        "(?:<FAMILY>|<CHILD>|<KIN>)|nans? (?:poorly|ill|says|rang|cant|has|is)",
    ),
    # a family's people, by their place in it
    _signal(
        1,
        "(?:\\.|and|but|his|her|their|the|with|from|to|because|so|now|that|says|if|of|\\."
        "|this) (?:own |birth |maternal |paternal |new |older |younger |little "
        "|step ){0,4}(?:<KIN>) (?:is|has|was|says|said|had|wont|cant|isnt|hasnt|keeps|just|in"
        "|inside"
        "|known|got|left|went|and|who|wants|wasnt|doesnt|didnt|still|again|out|working|living"
        "|lives|drinking|using|pregnant|saying|refusing|denies|denied|not)",
        "(?:his|her|their) (?:own |birth |maternal |paternal |new |older |younger |little |step "
        "|foster |ex |biological ){0,4}(?:<KIN>|<KINOF>|<CHILD>|baby|kids|children)",
        "(?:mums|dads|nans|grandads|boyfriends) (?:new |ex |latest |own )?(?:<KIN>|got|been|back"
        "|gone|a|in|inside|saying|just|not|drinking|using|on|just|refusing|pregnant|relapsed"
        "|still|house|flat|place|given|left|asked|asking|moved|stopped|lost|had|done|dead"
        "|struggling|had)",
        "(?:mum|dad|nan|grandad|stepdad|aunt|uncle|partner) (?:and|with|plus) (?:her |his |the "
        "|<COUNT> )?(?:<KIDS>|<KIN>|<CHILD>|new)",
        "(?:\\.|got|a|an|have|\\.|teenage|young) (?:single |young |teenage |first time )?(?:mum"
        "|dad|nan|parents|family|couple|foster carer|foster carers|carers|lad|lass|girl|boy|baby"
        "|yp|child|siblings|sibling group|kinship carer) (?:keeps?|has|have|had|is|was|are|who"
        "|wont|hasnt|isnt|refusing|not|in|on|known|disclosed|just|given|gave|whos|whose|and|with"
        "|from|at|been|got|living|placed|self|going|gone|went|\\d+|came|wants|says|said|told|came)",
    ),
    # a second one of them
    _signal(
        1,
        "(?:mum|dad|nan|stepdad|grandad|mums|dads|nans|boyfriend|uncle|aunt"
        "|partner)(?: \\w+){1,12} (?:mum|dad|nan|stepdad|grandad|mums|dads|nans|boyfriend|uncle"
        "|aunt|partner|siblings|sister|brother)",
        "(?:mum|dad|nan|mums|dads) (?:and|with) (?:<COUNT>) (?:_)(?:<KIDS>)",
    ),
    _signal(1, "this (?:case|family|child|mum|lad|girl|lass|yp|boy|young person|kid|baby|one)"),
    _signal(1, "<HE>"),
    # a bare role, as in case notes
    _signal(1, "mum|dad|nan|grandad|stepdad|boyfriend|family (?:i|im|ive)|sister|brother"),
    _signal(
        1,
        "(?:mum|dad|nan|couple|woman|girl|lass|carers?|carer) (?:and|with|of|has|got) (?:her "
        "|his )?(?:<COUNT>)(?: (?:kids|children|under|boys|girls|little|small))?",
        "(?:dad|mum) (?:has|had|got|have|with) the (?:kids|children|baby|twins|girls|boys)",
        "(?:<COUNT>) kids",
    ),
    _signal(
        1,
        "(?:<CHILD>|<KIN>) (?:im|i am|we are|weve|ive)",
        "(?:the|these|both|all) (?:<COUNT> )?(?:<KIDS>) (?:are|were|have|had|got|say|said|told"
        "|keep|went|came|dont|wont|been|havent|cant|back|living|stay|staying|go|all|with"
        "|witnessed|saw|not|in the|to)",
        "(?:the|this|that) (?:<CHILD>|foster carer|carers|placement|<KIN>) (?:is|was|has|had"
        "|says|said|wont|cant|keeps|isnt|wants|wasnt|just|broke)",
        "sibling group of (?:<COUNT>)|siblings of (?:<COUNT>)|(?:<COUNT>) siblings|baby born"
        "|(?:new|unborn) baby|pregnant (?:mum|girl|lass|yp|teen|with|again|by)",
    ),
)
# What happened; each further one counts once more.
_EVENT = Phrases(
    "(?:<KIN>|both|parents|he|she|they) (?:is |are |has |with |also )?(?:both )?(?:using|dealing|"
    "unknown|bipolar|schizophrenic|alcoholic|an alcoholic|addict|an addict|drinking|violent|poorly|"
    "struggling|dead|dying|homeless|absent|illiterate|controlling)",
    "(?:cant|cannot|couldnt|isnt|not) (?:keep|cope|coping|manage|managing|look after|control"
    "|handle|"
    "have) (?:him|her|them|the|with|any|no|it|\\.)",
    "(?:sleeping|sleep) (?:on|in|with|under|rough)|(?:sat|stuck|now|still|currently|is|baby) in "
    "(?:\\w+ )?(?:hospital|a hotel|a b and b|custody|cells|a mother and baby|nicu|scbu|a hostel)|"
    "mother and baby unit",
    # harm
    "(?:has |been |was |got |had |hes |shes |who |mum |dad |stepdad |boyfriend |partner |carer "
    "|brother )(?:\\w+ )?(?:hit|attacked|assaulted|strangled|hurt|raped|burnt|burned|bitten"
    "|dragged|thrown|pushed|grabbed|groomed|exploited|neglected|stabbed|abused)",
    "(?:hit|strangled|attacked|assaulted|stabbed|grabbed|bit|pinned|shook|shaken|burnt|dragged"
    "|chucked|threw|locked|touched|raped|pushed|threatened) (?:him|her|them|his|the (?:kids|baby"
    "|girl|lad|child|lass|boy)|mum|dad|<KIN>)(?: \\w+)?",
    "(?:laid|lays|laying) (?:a hand|hands|into)_(?:him|her|them)?|touched (?:him|her|them)"
    "|touching (?:him|her|them)|took a belt|had a belt|gave (?:him|her) a (?:good )?(?:hiding"
    "|slap|kicking|black eye|smack)",
    "(?:bruises|bruising|bruise|marks|black eye|burns|burn|scald|bite mark|cigarette burns"
    "|fracture|broken arm|injury|injuries|love bites) (?:on|to|all|round|under|shaped|from"
    "|noticed|seen|found)",
    "(?:with|has|had|got|covered in|found|noticed|seen|saw|have) (?:\\w+ ){0,2}(?:bruises"
    "|bruising|bruise|black eye|cigarette burns|burn marks|marks on|nits|injuries|a broken"
    "|belt mark|belt marks)",
    "self harm(?:ing|ed|s)?|cutting (?:herself|himself|again)|cut (?:herself|himself)|overdosed"
    "|took an overdose|suicidal",
    # telling and finding
    "disclosed|(?:made|making) (?:a |an )?(?:disclosure|allegation|allegations)|retracted"
    "|alleges|alleged that|(?:told|tells|telling|said to) (?:me|us|school|her teacher"
    "|his teacher|her tutor|the nurse|nan|her nan|a teacher|staff|carers|the carer|her carer"
    "|his carer|foster carer)",
    # family life going wrong
    "(?:drinking|using|smoking|on the drink|on the gear|on drugs|off (?:her|his) head) (?:again"
    "|heavily|daily|crack|heroin|weed|spice|cocaine|every|round|in front|while|and|all)",
    "(?:has|have|hes|shes|mums|dads|mum|dad|been|just|is|she|he) (?:\\w+ )?(?:relapsed|relapse"
    "|using|drinking|sectioned|arrested|evicted|remanded|detained|sentenced|released|charged"
    "|bailed|convicted|pregnant|homeless|jailed|imprisoned|deported|hospitalised|reoffended)",
    "(?:dad|dads|mum|mums|stepdad|boyfriend|partner|brother|he|hes|shes|she|is"
    "|uncle) (?:\\w+ )?(?:inside|in prison|in jail|in hospital|on remand|out of prison"
    "|out of jail|on tag|on licence|in rehab|in custody|on bail|in refuge|in a refuge|banged up"
    "|doing time|in the nick|in nick|out of nick|got out|out on)",
    "known to (?:the )?(?:police|services|probation|us|mental health|social care|mappa"
    "|the service|camhs|yot|yjs)",
    "(?:kicked|chucked|thrown|slung|booted|hoofed|turfed) (?:him|her|them|out)(?: out)?"
    "|(?:turned|turns|turning|rocked|showed) up (?:drunk|high|pissed|stoned|late|unannounced"
    "|smelling|again|at|with|on)|(?:turned|turns|rocked) up (?:\\w+ ){0,2}(?:drunk|high|stoned"
    "|again)",
    "(?:walked|stormed|moved|run|ran|legged it|gone|legging it|running|cleared|going) (?:out|off"
    "|away|awol|missing|back in|in with|back to|back with)(?: again| last| from| of| with| on"
    "| to)?",
    "(?:gone|went|goes|going|been|keeps going|reported|is|still|hes|shes) missing|absconded"
    "|absconding|absconds|not been seen|hasnt been seen|wont come (?:home|back)|not come (?:home"
    "|back)",
    "(?:smells|smelling|stinks|stinking|reeks|reeking) of|no food in|dirty (?:clothes|nappy"
    "|house|nappies)|house is|flat is a|mould|no heating|no electric|(?:bed|house|flat"
    "|home) (?:was|is) (?:a state|filthy|disgusting|a mess|a tip)|hoarding|home conditions",
    # case life
    "(?:placement|placements|adoption|contact|sgo|arrangement|kinship placement|matching"
    "|reunification|fostering|foster placement|placment) (?:has |have |is |just |has just "
    "|is about to |about to |nearly |all |had )?(?:broke|broken|breaking|fell|fallen|falling"
    "|collapsed|disrupted|ended|ending|failed|given notice|gone wrong|gone|breaks|about to)",
    "(?:given|gave|giving|served|serving|handed in|put in|handed) (?:\\w+ )?(?:\\w+ )?notice",
    "(?:missed|missing|missin|refused|refusing|stopped|skipped|cancelled|didnt turn up (?:to"
    "|for)|not turned up|no showed|kicked off (?:at|in)|late (?:to|for)|not (?:attending"
    "|attended|coming to)) (?:\\w+ ){0,3}(?:contact|contacts|visits|visit|appointments"
    "|appointment|sessions|family time|school|tests|core group|conference|meetings|medical"
    "|medicals|health check|drug test|drug tests|to go|to see|to speak|to engage|to come|to move"
    "|to sign|to let|to work)",
    "(?:wont|not|stopped|isnt|refuses to|refusing to|hasnt|arent|never|refused to|doesnt"
    "|dont) (?:been |really |even |properly )?(?:engage|engaging|engaged|let us in|let me in"
    "|answer|answering|talk to|speak to|go to school|attend|attending|come out|work with us"
    "|leave (?:her|his)|eat|eating|take (?:her|his)|sign|coming out|opening the door"
    "|open the door)",
    "(?:<COUNT>|\\d+ (?:nd|rd|th|st)|\\d(?:nd|rd|th|st)|second|third|fourth|fifth|sixth|several"
    "|another|loads of) (?:foster )?(?:placement|placements|moves|move|school|schools"
    "|social worker) (?:this|in|since|already|breakdown|has|have|now|and|broke|down)",
    "(?:been|was|were|got|being|hes|shes|is) (?:permanently |just |also )?(?:excluded|expelled"
    "|suspended|accommodated|removed|taken into care|taken into|stepped down|moved|picked up"
    "|found|left|returned|dumped|put|living|staying|sofa surfing|locked|sleeping|trafficked"
    "|sectioned|nicked) (?:with|at|in|from|again|on|to|by|into|up|out|last|after|under|rough"
    "|there|between|alone|for|and|over|home|round)",
    "(?:been|was|were|got|being|is) placed|age assessment|found out (?:where|about|she|he|they"
    "|last|yesterday|on|it)",
    "(?:excluded|expelled|suspended) (?:again|from school|last|this|for (?:fighting|hitting"
    "|bringing)|twice|and)",
    "(?:lost|had) (?:\\w+ )?(?:\\w+ )?(?:others|other kids|previous|kids|children|baby|babies"
    "|one|two|three|four|three others|two others|twins)(?: previously)? (?:removed|taken|adopted"
    "|to care|into care|off her|before|already)|previous (?:kids|children|removals) (?:removed"
    "|adopted|taken)|(?:kids|children|baby|babies) (?:removed|adopted|taken off)",
    "(?:been|is|are|hes|shes|went|gone|now|still|stayed|stopping|stayin|staying|living|lives"
    "|back) (?:at|with|round|in with|back at|back with|living with|staying with|living at"
    "|staying at) (?:his|her|their|the|dads|mums|nans) ?(?:<KIN>|<KINOF>|mates|friends|house"
    "|flat|boyfriend)?",
    "(?:carrying|caught with|found with|had) (?:\\w+ )?(?:a knife|knives|weed|drugs|crack"
    "|a blade|cannabis|a weapon|two phones|a burner|burner phone|new trainers|cash)",
    "(?:caught|found|seen|been) (?:\\w+ )?(?:shoplifting|nicking|stealing|dealing|fighting"
    "|sexting|running for|sending nudes|nudes|selling)|sends? nudes|sent nudes"
    "|older (?:boyfriend|bloke|man|men|lads|male)|(?:gang|county lines|dealers|elders"
    "|olders) (?:\\w+ )?(?:hanging|picking|running|have|has|got|grooming) (?:him|her|round|got)?",
    "(?:kicking|kicked|kicks) off|(?:smashed|smashing|trashed|wrecked) (?:up|the|his|her)"
    "|wets? the bed|wetting|soiling|hearing voices|losing weight|not gaining weight"
    "|failure to thrive|not growing|withdrawing from",
    "(?:wants|want|wanting|asking|asked|begging|desperate) (?:him|her|them|the kids|the baby"
    "|to have (?:him|her|them|the)|to come|to go|to move|to live|to see|to stay"
    "|for contact) (?:back|home|out|in|with|live|kids|his|her|mum|dad|nan)?",
    "(?:come|came|coming) back (?:on the scene|into|to live)|asleep|pissed|in a refuge"
    "|on the scene|has (?:an? )?(?:ld|learning)|(?:took|taken) on (?:his|her|the|two|three|four)",
    "split up|broke up|fell out|fallen out|(?:back together|got back|separated) (?:with|from"
    "|together|and|last)",
    "had (?:a|her|his) baby|gave birth|given birth|baby (?:is |was )?(?:due|born)|(?:died"
    "|passed away) (?:last|this|suddenly|in|and|when)|overdose last",
    "(?:non mobile|premature|prem|failing|concealed pregnancy|faltering)|domestic (?:abuse"
    "|violence) (?:incident|call out|callout)|dv (?:incident|call)|police (?:were|was|got|came"
    "|called|callout|attended|called out|have been|been|brought|found|picked)",
    "(?:allocated|referred|referral came|got a referral|closed|reopened|stepped down|section 20d"
    "|s20d) (?:in |to (?:us|me|early help|our)|last|on|again|this)",
    "(?:on|onto|under|off|put on|placed on|been on|is on|are on|subject to) (?:an? )?(?:cp|cin"
    "|child protection|child in need|pre ?proceedings|plo|ico|interim care order|care order"
    "|section 20|s20|s 20|s31|section 31|supervision order|emo|epo|plan|dols|police protection)",
    words=GROUPS,
)
_CIRCUMSTANCES = (
    # when
    _signal(
        1,
        "last (?:night|week|month|<DAY>|thing)|yesterday|this (?:morning|afternoon|evening|week)"
        "|today|tonight|(?:over|at) (?:the )?weekend|on <DAY>|since <DAY>|<DAY> (?:night|morning"
        "|afternoon|just gone)",
        "(?:at|over|since|before|in) (?:half term|xmas|christmas|easter|the summer|new year"
        "|summer)|(?:<COUNT>|a|couple of|few|an) (?:days?|week|weeks|month|hours?|nights?) ago"
        "|(?:other|following) (?:day|week|night)|the other (?:day|week|night)|the weekend"
        "|earlier today|just now|recently|this your|so far this",
        "(?:tomorrow|next week|next <DAY>|this <DAY>|in court|hearing)|(?:again|\\d+ times|twice"
        "|three times|third time|second time|3 rd time|3rd time|2nd time|always|keeps)",
        "(?:for|in|over) (?:the last |the past )?(?:<COUNT>|\\d+) (?:days|week|weeks|month"
        "|nights)|been (?:\\w+ ){1,6}since",
    ),
    # a step in a case, of this one case
    _signal(
        1,
        "(?:his|her|their|the|this|my|a|an|have|had|got|after|on|by|did|done|section|start"
        "|started|doing) (?:\\w+ )?(?:care plan|pathway plan|s47|s 47|section 47|s17|icpc|rcpc"
        "|core group|lac review|strat meeting|strategy meeting|strategy discussion|contact"
        "|placement|ehcp|pep|chronology|safety plan|court statement|final hearing|legal planning"
        "|legal gateway|assessment|single assessment|cin plan|cp plan|child protection plan"
        "|care order|sgo|viability)",
        "(?:s47|section 47|icpc|strategy meeting|strat|lac review|core group|conference|s20|ico"
        "|epo|hearing|court|plo|legal planning) (?:\\w+ )?(?:last|next|on|this|today|tomorrow"
        "|yesterday|started|done|due|coming|booked|was)",
        "(?:to|at|from|for|missed|supervised|during|about) (?:her |his |their |supervised "
        "|\\w+ )?(?:contact|family time)",
    ),
    # what the asker wants for it
    _signal(
        1,
        "what (?:do|should|shall|can|would|could) (?:i|we|you) (?:do|put|say|write|tell"
        "|recommend|suggest|try|call|record|offer|advise|tell)",
        "what (?:next|now|else|happens now|are my options|would you do|are our options|to do"
        "|do i)|where do (?:i|we) (?:stand|go|start)|how (?:do|should|can|would) (?:i"
        "|we) (?:word|write|put|phrase|record|explain|tell|respond|handle|approach|deal|manage"
        "|get|keep|proceed|help|support|move|stop)",
        "(?:should|shall|can|do|must|could) (?:i|we) (?:have to |need to |just |be )?\\w+"
        "|any (?:ideas|advice|thoughts|suggestions|help|tips)|(?:need|want|looking for"
        "|after) (?:some )?advice|advice (?:please|on|about)|help (?:please|me|needed)"
        "|not sure what|bit stuck|im stuck|stuck on|fits (?:him|her|them|us)|(?:for|with|about"
        "|to|is|would|could|get|help|does|will) (?:him|her|them|this (?:family|child|case|lad"
        "|girl|one))|our plan|im worried|worried about|my gut|concerned (?:about|that)"
        "|bad feeling|i think|reckon",
    ),
)
# A question about the papers, about numbers, or about any child at all.
_GENERAL = (
    _signal(
        2,
        "(?:support|help|money|grant|funding|happens|rules|allowance|options|rights|homes?|beds?|"
        "available|law|entitled|placements?) (?:\\w+ ){0,3}(?:for|to|is) (?:an?|any) (?:<AGE>|"
        "<CHILD>|<KIN>)",
    ),
    _signal(
        2,
        "how (?:many|much|often)|what (?:share|percentage|percent|proportion|number|%)|(?:number"
        "|rate|percentage|share|proportion) of",
    ),
    _signal(
        2,
        "(?:does|did|do|has|have|will|would|is|are|was|were|whats|what|where|which|who|why|when"
        "|says?|said|under|in|per) (?:_)(?:review|report|papers?|strategy|government|govt|dfe"
        "|ministers?|reforms?|lga|white paper|case for change|recommendations?|council|councils"
        "|macalister|committee|minutes|consultation|response|stable homes|ofsted|guidance"
        "|framework|leics|leicestershire|kirklees|notts|nottinghamshire)",
    ),
    _signal(
        1,
        "(?:if|when|where|whenever|say|suppose) (?:an?|the|any|every|some|someone|somebody|youve"
        "|you|theres|there is|mum|dad|nan|kids|children|they|parents|families|carers)",
        "who(?:ll| will| would| can| does)? (?:helps?|pays?|supports?|decides?|leads?|looks|gets"
        "|checks)",
        "(?:can|could|does|do|should|would|will|must|is|may) (?:an?|any|every|each|the|kids"
        "|children|families|parents|carers|nans|foster carers|councils?|care leavers"
        "|young people|las|everyone|all|government)",
    ),
)
