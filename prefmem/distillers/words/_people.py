"""Whose word or body it is: people and animals that are the speaker's, and are not the speaker."""

# ruff: noqa: E501 -- lists of words are read as lists, whatever their length

from __future__ import annotations

import re

RELATION = (
    r"(?:wife|husband|partner|girlfriend|boyfriend|gf|bf|spouse|fianc[eé]e?|mom|mum|mother|dad|father|parents?|sister|"
    r"brother|siblings?|son|daughter|kids?|child(?:ren)?|baby|toddler|teen(?:ager)?s?|friends?|best friend|mates?|boss|manager|team|colleagues?|"
    r"co-?workers?|clients?|customers?|students?|patients?|teacher|professor|roommates?|flatmates?|housemates?|neighbou?rs?|landlord|grandma|grandpa|grandmother|grandfather|"
    r"grandparents|nephews?|nieces?|aunt|uncle|cousins?|in-laws?(?:-to-be)?|family|users?|audience|guests?|company|employer|dogs?|cats?|puppy|"
    r"kitten|pets?|ex|buddy|buddies|girls?|boys?|bro|sis|grandson|granddaughter|coach|trainer|doctor|therapist|character|"
    r"protagonist|hero(?:ine)?|narrator|villain|avatar|npc)"
)
"""What people call those around them, and those they make up."""
_MORE = (
    r"(?:(?:mother|father|sister|brother|son|daughter|parents)-in-law|bestie|besties|pals?|missus|missis|mrs|hubby|wifey|better half|other half|significant other|lady|pops|papa|mama|"
    r"mamma|mommy|mummy|daddy|mam|nan|nana|nanny|gran|granny|grandad|granddad|gramps|folks|grandkids|grandchild(?:ren)?|"
    r"stepson|stepdaughter|step(?:mum|mom|dad|father|mother|sister|brother|kids)|godson|goddaughter|twins?|triplets|little one|newborn|lodger|tenants?|pupils?|intern|assistant|secretary|trainee|"
    r"apprentice|hosts?|host family|girlfriends?|boyfriends?|lads|horses?|pony|parrots?|budgies?|birds?|hamsters?|guinea pigs?|rabbits?|bunny|bunnies|"
    r"tortoise|turtles?|goldfish|fish|chickens|hens|goats?|sheep|cows?|pigs?|gecko|snake|lizard|ferrets?|rats?|mouse|"
    r"mice)"
)
"""What they say only behind "my": "the birds" and "a fish" are things as well."""
_KIN = rf"(?:{_MORE}|{RELATION})"
_THINGS = (
    r"(?:stomach|tummy|gut|belly|body|skin|hair|scalp|face|eyes?|ears?|nose|throat|knees?|back|feet|foot|legs?|arms?|hands?|joints|hips?|heart|soul|brain|mind|head|lungs|teeth|tooth|gums|palate|tongue|mouth|bladder|bowels?|kidneys?|liver|bones|muscles|nerves|"
    r"self|side|inner \w+|buds|budget|wallet|schedule|religion|faith|ethics|conscience|condition|doctor|dietitian|favou?rites?|thing|go-to|who|that|which|is|and|i)"
)
"""What is one's own, and no other being: "my stomach can't stand milk"."""
_LIKES = (
    r"(?:(?:also|just|really|absolutely|never|always|only|still|even|usually|often|actually|honestly|simply|rarely|both|all) )*"
    r"(?:(?:loves|hates|likes|prefers|dislikes|enjoys|adores|loathes|despises|detests|refuses|avoids|eats|drinks|watches|plays|listens|wants)\b|"
    r"(?:can['’]?t|cannot|won['’]?t|doesn['’]?t|does not|don['’]?t|do not|didn['’]?t) (?:(?:really|even|ever) )*(?:stand|bear|eat|drink|like|stomach|have|want|watch|enjoy|do|care)\b)"
)
PERSON = rf"(?:(?:[\w'’-]+ ){{0,2}}?{_KIN}|(?!(?:[\w'’-]+ ){{0,2}}{_THINGS}\b)[\w'’-]+(?: [\w'’-]+)?(?= {_LIKES}))"
"""Behind "my": a person or an animal by its name, or whatever likes something as people do."""
BEHIND_OWN = re.compile(
    rf"\b(?:my|our) {PERSON}(?:['’]s?(?: \w+){{1,2}})?(?=\W|$)(?! and (?:i|me)\b)",
    re.IGNORECASE,
)
"""Somebody who is the speaker's: the "my" of "my parents … they" makes them no speaker."""
OF_PEOPLE = re.compile(
    r"\b(?:they|who|you)(?:['’](?:re|ve)| are| have)?(?: (?:both|all|also|strictly|only|always|just|even|still))* "
    r"(?:(?:keeps?|observes?|fasts?|practi[sc]es?|celebrates?|prays?|pray) (?!(?:me|my|us|our|i)\b)\w|allergic|diabetic|c(?:o)?eliac|(?:lactose|gluten)[- ]intolerant|"
    r"muslims?|jewish|jews|hindus?|christians?|catholics?|sikhs?|buddhists?|religious)\b",
    re.IGNORECASE,
)
"""Said of people only: what follows is theirs, whoever else is in the clause."""
