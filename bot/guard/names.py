"""People's names: in a message that also speaks of a case, and any that a message may hold."""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import lru_cache

from rapidfuzz import fuzz, process

from bot.guard.story import Story

# A name and this much about a case together are a real person's.
_NAMED_CASE = 4
_MOST_NAMES = 20
_Known = Mapping[str, Collection[str]]
"""The parts of names that are no secret, each with all parts of the names that it is part of."""
_SURELY_NAMED = 2
"""How sure it is of a first name, or of anybody's title or relative."""
_SHORT = 6
_ONE_SLIP = 85.0
"""Likeness, of 100, of words longer than _SHORT that differ by one slip of the pen."""
_UPPER = "A-Z" + "".join(filter(str.isupper, map(chr, range(0xC0, 0x250))))
_LETTER = "A-Za-zÀ-ɏ"
_CAPITAL = rf"[{_UPPER}][{_LETTER}]{{0,30}}(?:[-'’][{_UPPER}][{_LETTER}]{{1,30}})?"
_CAPITALS = re.compile(rf"(?<![\w£]){_CAPITAL}(?: {_CAPITAL}){{0,3}}(?:['’]s\b)?")
_TITLED = re.compile(
    r"(?<![\w'’])(?:Mrs?|Ms|Miss|Mx|mrs?|ms|miss)\.? "
    rf"([{_UPPER}][\w'’-]{{1,40}}|[a-z]{{3,30}})\b"
)
_OFFICE = re.compile(
    r"(?i)\b(?:cllr|councillor|lord|lady|baroness|sir|dame|minister|professor|prof|dr|judge"
    r"|director"
    r"|chair|chairman|mp|secretary|officer|author)\b"
)
_WHO_IS = re.compile(r"(?i)\bwho(?:['’]?s| is| was| are)\b")
_OF_FAMILY = re.compile(
    # "Will my placement be affected?" is of no Will.
    r"(?i)['’]?s? (?:(?!(?:my|our|your|their|the|an?|any|every|each|this|that|these)\b)\w+ )?"
    r"(?:mum|dad|mother|father|nan|gran|grandma|stepdad|boyfriend|partner"
    r"|brother"
    r"|sister|carer|foster|siblings?|kids|baby|placement|care plan|contact|ehcp|pep|social worker"
    r"|lac review|chronology|referral|pathway plan)\b"
)
_LOWER_WORD = re.compile(r"(?<![\w'’])[a-z]{3,14}(?:['’]?s)?\b")
_BEFORE, _AFTER = re.compile(r"([\w-]{2,40}) $"), re.compile(r" ([\w-]{2,40})")
_LONGEST = 41
# "Baby Bray", "the Bray siblings"; what is said of many families has no capital.
_HOUSEHOLD = re.compile(
    rf"\b(?:[Bb]aby|mum|dad|[Uu]nborn) ({_CAPITAL})\b"
    rf"|\b({_CAPITAL}) (?:family|siblings|sibs|twins|household)\b"
    r"(?! (?:hubs?|models?|schemes?|time|help|groups?|support|networks?|courts?|safeguarding)\b)"
)
# By their first names too these are the ones that the whole country heard of.
_BY_FIRST_NAME = frozenset({"josh", "star", "arthur"})
# Names that are in the news or led to a review, so that asking about them is no case.
_PUBLISHED = (
    "Star Hobson",
    "Arthur Labinjo-Hughes",
    "Victoria Climbié",
    "Victoria Climbie",
    "Peter Connelly",
    "Baby Peter",
    "Baby P",
    "Sara Sharif",
    "Daniel Pelka",
    "Khyra Ishaq",
    "Eileen Munro",
    "Lord Laming",
    "Josh MacAlister",
    "Finley Boden",
    "Gillian Keegan",
    "Nadhim Zahawi",
    "Claire Coutinho",
    "Gavin Williamson",
    "Will Quince",
    "Anne Longfield",
    "Rachel de Souza",
    "Isabelle Trowler",
    "Kelly Tolhurst",
    "Vicky Ford",
    "David Johnston",
    "Bridget Phillipson",
    "Janet Daby",
    "Andrew McFarlane",
    "Mark Kerr",
    "Maria Colwell",
    "Lola James",
    "Logan Mwangi",
    "Bronson Battersby",
    "Annie Hudson",
    "Amanda Spielman",
    "Charlotte Ramsden",
    "Steve Crocker",
    "Jenny Coles",
    "Ray Jones",
    "Martin Narey",
    "Edward Timpson",
    "Alexis Jay",
    "Mark Riddell",
    "Emma Lewell-Buck",
    "Kit Malthouse",
    "James Cleverly",
    "Michelle Donelan",
    "June Thoburn",
    "Andrea Leadsom",
    "Lemn Sissay",
    "Krish Kandiah",
    "James Munby",
    "Alan Wood",
    "Louise Casey",
    "Ed Davey",
)
# First names that are no other everyday word, for names typed without capitals too.
_FIRST_TEXT = """
aaliyah aaron abdul abdullah abigail adam adele adrian ahmed aidan aiden aisha alan albert alex
alexander alexandra alexis alfie ali alice alicia alisha alison amanda amelia amelie amina amir
amira amy andrea andrew angela anita anna annabelle anne annie anthony antonio archie aria
ariana arjun arlo arthur arun asha ashleigh ashley ashton ava ayaan ayesha barry beatrice becky
bella ben benjamin beth bethany beverley blake bobbi bobby bradley brandon brayden brendan brian
bronwyn brooke brooklyn caden caitlin caleb callum calum cameron cara carl carla carol caroline
carolyn carter casey catherine cerys chantelle charlene charles charlie charlotte chelsea cheryl
chloe chris christian christina christine christopher ciara clara clare claire cody cole colin
connor conor corey courtney craig curtis damian daniel danielle danny darcey darcy darren dave
david dawid dean debbie deborah declan demi denise dennis derek dexter diana diane dominic donna
dorothy doug duncan dwayne dylan eddie edward eileen elaine eleanor elena eli elijah elise eliza
elizabeth ella ellen ellie elliot elliott ellis elsie emilia emily emma eric erin ethan eva evan
evelyn evie ewan ezra faisal farah fatima fay felicity felix fern finlay finley fiona florence
frances francesca frankie fraser freddie frederick freya gabriel gabriella gareth gary gavin
gemma geoff george georgia georgina gerald geraldine gillian gina glenn gordon graham greg
gregory gurpreet gwen hamza hannah harley harriet harris harrison harry harvey hassan hayden
hayley heather heidi helen henry hollie holly hugh hugo hussain ian ibrahim imogen imran india
irene iris isaac isabel isabella isabelle isla ismail ivy jack jackie jackson jacob jacqueline
jade jaden jaiden jake jakub jamal james jamie jane janet janice jasmin jasmine jason jasper
jaxon jaxson jay jayden jayne jean jeff jenna jennifer jenny jeremy jermaine jessica jessie jill
jim jimmy joan joanna joanne jodie joe joel joey john johnny jon jonathan jordan joseph
josephine josh joshua joyce juan jude judith julia julian julie kacey kacper kai kaiden kaleb
kane karen karim karl kasey kate katherine kathleen kathryn katie katy kayden kayla kayleigh
keeley keira keith kelly kelsey ken kenneth kenzie kerry kevin khadija khalid kian kieran kim
kimberley kirsty kristian kyle kylie kyra lacey laila lara latisha laura lauren layla leah
leanne lee leila lena leo leon leona leonard lesley leslie levi lewis lexi liam libby lilly
linda lindsay lindsey lisa logan lola lorraine louie louis louisa louise luca lucas lucy luis
luke lydia lynn lynne mackenzie macy maddie maddison madison maisie malik manuel marcus margaret
maria mariam marie marilyn mario marion marlon martha martin mary maryam mason mateo mathew
matthew matilda maureen max maxwell maya megan mehmet melanie melissa mia michael michaela
michelle miguel mikey mila miles millie mitchell mohamed mohammad mohammed molly morgan moses
muhammad musa mustafa mya myles nadia nancy naomi natalia natalie natasha nathan nathaniel neil
nevaeh niamh nicholas nicola nicole nigel nikita nina noah noel noor nora norman olga oliver
olivia ollie omar oscar owen pamela patricia patrick paul paula pauline peggy penelope peter
phil philip phillip phoebe pippa polly poppy preston priya quinn rachael rachel raheem rahul
ralph raymond reece reggie rehan reuben rhian rhiannon rhys ricardo richard ricky riley rita
robbie robert roberto robyn rodney roger rohan roman ronald ronnie rory rosie ross rowan roxanne
roy ruby rufus ryan sabrina sadie sally sam samantha samir samira samuel sandra sanjay santiago
sara sarah savannah scarlett scott sean sebastian selina seth shane shania shannon sharon shaun
shauna sheila shelley shirley sian sienna simon simone sofia sonia sophia sophie stacey stanley
stefan stella stephanie stephen steve steven stewart stuart susan suzanne sylvia tamara tamika
tania tanya tara tariq tasha taylor teddy teresa terrence terry thea theo theresa thomas tia
tiana tiffany tilly tim timothy tina toby todd tom tommy toni tony tracey tracy travis trevor
trina tristan troy tyler tyrell tyrese tyrone usman valerie vanessa vera verity veronica vicky
victor victoria vincent violet vivian wayne wendy wesley william willow xander xavier yasmin
yasmine yusuf yvonne zac zach zachary zack zahra zain zainab zak zane zara zayn zoe zuzanna kaya
koby kyron lexie mckenzie tayla tyla shay zofia oluwaseun chidi ngozi kwame tobi ade amara bilal
farhan haroon idris jamila kiran leyla mariama nabil parveen rashid salma shabana tahira wasim
yousef aleksander oskar piotr agnieszka katarzyna magda mateusz szymon wiktoria zuzia andrei
ioana mihai florin razvan
"""
_FIRST = frozenset(_FIRST_TEXT.split())
# Also everyday words, so names only with a capital.
_FIRST_CAPITAL_TEXT = """
amber april autumn bill billy brook carmen chance crystal daisy dale dan dawn drew eden faith
frank gene grace hope hunter jasper jess jet jo joy june kay kit lily mark matt may mel mike
nick olive pat paris pearl pete ray reed rich rob rose roxy rosa ruth sandy sky skye skyla sonny
star summer sue ted tess tyra will zac storm blaze blessing precious destiny princess lana kian
lyla nell max jaz harmony melody honey levi reign kobe king prince miracle angel misty ed ash
len ron liz viv val di bev deb bob art
"""
_FIRST_CAPITAL = frozenset(_FIRST_CAPITAL_TEXT.split())
_ANY_FIRST = _FIRST | _FIRST_CAPITAL
# Capitalised often enough, and never a person's surname in a message here.
_NO_NAME_TEXT = """
january february march april may june july august september october november december monday
tuesday wednesday thursday friday saturday sunday the a an and of in on for to is are was does
did do has have how what which who why when where will would can could should council county
city borough committee board review report paper strategy care children child family families
help homes home social work worker workers foster fostering kinship children's england wales
scotland london government department education ofsted section working together stable built
love first pathfinder pathfinders regional cooperative cooperatives independent implementation
national panel local authority association house case change overview scrutiny young people
people's services service plan act i my our if we so please leicestershire leicester kirklees
nottinghamshire nottingham leeds bradford huddersfield street road avenue lane court hughes
health police school schools safeguarding partnership trust nhs hospital university academy lead
member practitioner early career framework standing order
"""
_NO_NAME = frozenset(_NO_NAME_TEXT.split())


def named(text: str, known_names: Collection[str], told: Story) -> bool:
    """Return whether a person who is in none of the papers is named together with a case."""
    points = max(_points(" ".join(text.split()), known_names), default=0)
    # Above 3 the name itself owns a relative or a part of a case.
    about_a_case = told.detail > 0 or points > 3
    return points > 0 and about_a_case and points + told.detail - told.general >= _NAMED_CASE


def may_name_person(
    text: str, known_names: Collection[str], is_word: Callable[[str], bool]
) -> bool:
    """Return whether a text, whatever it is about, seems to name a person who is in none of the
    papers: `is_word` tells words in lower case that are no such name.
    """
    text = " ".join(text.split())
    if any(points >= _SURELY_NAMED for points in _points(text, known_names)):
        return True
    known = _parts_of(frozenset(known_names))
    words = {word.lower() for hit in _CAPITALS.finditer(text) for word in _names_in(hit)}
    return any(not (is_word(word) or _is_known(word, known)) for word in words - _NO_NAME)


def _names_in(hit: re.Match[str]) -> list[str]:
    """Return the capitalised words of a run that are no short form in capitals."""
    words = hit.group().replace("’", "'").removesuffix("'s").split()
    return [word for word in words if len(word) > 2 and not word.isupper()]


def _points(text: str, known_names: Collection[str]) -> Iterator[int]:
    """Yield how surely each name in the text is one of a private person, 0 to 5."""
    known = _parts_of(frozenset(known_names))
    asked_who = 2 if _WHO_IS.search(text) else 0
    found = 0
    for hit in _CAPITALS.finditer(text):
        points = _of_capitals(hit, text, known)
        if points:
            yield max(points - asked_who, 0)
            found += 1
        if found >= _MOST_NAMES:
            break
    for hit in _TITLED.finditer(text):
        surname = hit.group(1).lower()
        if not _is_known(surname, known) and surname not in _NO_NAME:
            yield 3 + _possessive(hit, text)
    for hit in _HOUSEHOLD.finditer(text):
        surname = (hit.group(1) or hit.group(2)).lower()
        # "Baby P" was in the news.
        if surname not in _NO_NAME and "baby" not in known.get(surname, ()):
            yield 3
    for hit in _LOWER_WORD.finditer(text):
        word = hit.group().replace("’", "'")
        stem = word.removesuffix("'s")
        stem = stem if stem in _FIRST else stem.removesuffix("s")
        if stem in _FIRST and not _is_well_known(stem, hit, text, known):
            yield max(2 + _possessive(hit, text) - asked_who, 0)


@lru_cache(4)
def _parts_of(known_names: frozenset[str]) -> _Known:
    """Return what is known by these names and those in the news; the same for every message."""
    beside: defaultdict[str, set[str]] = defaultdict(set)
    for name in (*known_names, *_PUBLISHED):
        parts = re.split(r"[\s-]+", name.lower().replace("’", "'"))
        for part in parts:
            beside[part].update(parts)
    return dict(beside)


def _of_capitals(hit: re.Match[str], text: str, known: _Known) -> int:
    """Return how surely a run of capitalised words is a private person's name."""
    run = hit.group().replace("’", "'")
    words = run.removesuffix("'s").split(" ")
    while words and words[0].lower() in _NO_NAME and words[0].lower() not in _FIRST_CAPITAL:
        words = words[1:]
    lowered = [word.lower() for word in words]
    if len(words) == 1:
        are_known = _is_well_known(lowered[0], hit, text, known)
    else:
        are_known = all(_is_known(word, known) for word in lowered)
    if are_known or _OFFICE.search(text, max(hit.start() - 25, 0), min(hit.end() + 25, len(text))):
        return 0
    family = _possessive(hit, text)
    if lowered[0] in _ANY_FIRST:
        if len(words) == 1:
            opens = hit.start() == 0 and lowered[0] in _FIRST_CAPITAL
            return 0 if opens and not family else 2 + family
        return 0 if lowered[1] in _NO_NAME else 3 + family
    if any(word in _NO_NAME or word.isupper() or word in known for word in [*lowered, words[0]]):
        return 0
    if family and hit.group()[-2:] in ("'s", "’s") and _KIN_NEXT.match(text, hit.end()):
        return 3
    return 1 + family if len(words) == 2 else 0


_KIN_NEXT = re.compile(
    r" (?:\w+ )?(?:mum|dad|mother|father|nan|gran|grandma|stepdad|boyfriend|brother|sister)\b"
)


def _possessive(hit: re.Match[str], text: str) -> int:
    """Return 1 where a name owns a relative or a part of a case, else 0."""
    start = hit.end() - 2 if hit.group()[-2:] in ("'s", "’s") else hit.end()
    return 1 if _OF_FAMILY.match(text, start) else 0


def _is_well_known(word: str, hit: re.Match[str], text: str, known: _Known) -> bool:
    """Return whether a name that stands alone is known: a first name is by few, or by the rest of
    the name beside it in small letters.
    """
    if word not in known:
        return _is_known(word, known)
    if word in _BY_FIRST_NAME or word not in _ANY_FIRST:
        return True
    before = _BEFORE.search(text, max(hit.start() - _LONGEST, 0), hit.start())
    after = _AFTER.match(text, hit.end())
    return any(one and one.group(1).lower() in known[word] for one in (before, after))


def _is_known(word: str, known: _Known) -> bool:
    """Return whether a word is part of a known name, one slip of the pen allowed."""
    if word in known or word.removesuffix("s") in known:
        return True
    if len(word) <= _SHORT:
        return False
    found = process.extractOne(word, known.keys(), scorer=fuzz.ratio, score_cutoff=_ONE_SLIP)
    return found is not None
