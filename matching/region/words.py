"""What referrals say: why something is asked for, what helps, and in their own words.

Written as a careful officer writes and as young people speak: what is needed and what
helps, never a list of incidents.
"""

REASONS = {
    "solo": (
        "Needs an adult to themselves while trust grows",
        "Has settled best when there were no other children to look out for",
        "Needs time as the only child before sharing a home again",
    ),
    "no_children_under": (
        "Finds the noise and need of little ones hard; older company is easier",
        "Younger children are hard for them when they are upset",
        "Needs not to be the one who is careful around small children",
    ),
    "youngest": (
        "Likes to be the one who is looked after",
        "Has always been the one in charge; would like older company",
    ),
    "oldest": (
        "Older young people have led them into difficulty before",
        "Feels safer as the oldest in the home",
    ),
    "no_children_of_gender": (
        "Feels safer in a home without; this is theirs to tell",
        "Agreed with health after what happened at home",
    ),
    "with_other_children": (
        "Has grown up with others and misses company",
        "Quiet houses make them uneasy; would like others near their age",
    ),
    "keep_school": (
        "Settled there, with friends and a teacher they trust",
        "A move now would set their learning back",
        "School is the one thing that has stayed the same",
        "Support at school has taken two years to build and is working",
    ),
    "near contact": (
        "Family time every two weeks, and it goes well",
        "Sees grandparents on Sundays",
        "Sees brothers and sisters every week after school",
    ),
    "near home": (
        "Wants to stay near where they grew up",
        "Friends and family are close by, and that helps",
    ),
    "near activity": (
        "Trains there twice a week and would not miss it",
        "The youth group there knows them well",
    ),
    "in_area": (
        "Services around them stay the same within the area",
        "Health waiting lists would start again elsewhere",
    ),
    "animals avoid": (
        "Agreed with health: a home without, for now",
        "Has asked for a home without",
        "Settles better without",
    ),
    "animals wants": (
        "Had to leave a pet behind and talks about it often",
        "Talks more easily with an animal near",
    ),
    "two_carers": (
        "Two adults to turn to, so that neither is worn out",
        "A second adult for hard evenings",
    ),
    "carer_gender": (
        "Feels safer so; this is theirs to tell",
        "Agreed with the young person and health",
    ),
    "carer_at_home": (
        "A part timetable at school until the spring",
        "Needs somebody in when the day goes wrong",
    ),
    "experience": (
        "Carers who have met this before and stayed calm",
        "What helps takes practice; experience gave them confidence last time",
    ),
    "training": (
        "The way of caring that works for them now",
        "Health advises carers who know this approach",
    ),
    "training_or_experience": (
        "Either would give a good start",
        "Carers need to know what to do, however they learned it",
    ),
    "smoke_free": ("Asthma", "Asked for by health"),
    "long_term": (
        "The plan is for one family until they are grown up",
        "Has moved often; the next move should be the last",
    ),
    "driver": (
        "Family time and school are not on one bus route",
        "Health appointments are across the county",
    ),
    "setting rural": ("Calmer outdoors, away from the town centre",),
    "setting urban": ("Gets about alone by bus and values it",),
    "interests": ("What they enjoy, and a way to get to know them",),
    "language": ("Speaks it with family and wants to keep it",),
    "faith": ("Goes with family and wants to go on going",),
    "culture": ("Food, hair care and festivals matter to them",),
    "accessibility": ("Needed every day",),
    "siblings_together": (
        "They have always lived together",
        "Each of them says this matters most",
        "Apart since the spring, and it has been hard on all of them",
    ),
    "budget": ("Agreed by the commissioner",),
    "avoid": (
        "People there they are safer away from",
        "They asked not to live near there",
        "Agreed at the planning meeting",
    ),
}
SOURCES = {
    "keep_school": ("virtual school",),
    "near contact": ("family", "social worker"),
    "near home": ("young person", "social worker"),
    "near activity": ("young person",),
    "animals avoid": ("young person", "health", "children's home"),
    "animals wants": ("young person",),
    "with_other_children": ("young person",),
    "youngest": ("young person", "social worker"),
    "carer_gender": ("young person",),
    "interests": ("young person",),
    "setting rural": ("young person",),
    "setting urban": ("young person",),
    "language": ("young person", "family"),
    "faith": ("young person", "family"),
    "culture": ("young person", "family"),
    "training": ("health",),
    "training_or_experience": ("health", "social worker"),
    "smoke_free": ("health",),
    "accessibility": ("health",),
    "carer_at_home": ("children's home", "virtual school"),
}
"""Who says so; a children's home or social worker where nobody is named."""
ANYONE = ("children's home", "social worker")

WHAT_HELPS = (
    "Time, and one adult they know",
    "Being told beforehand what will happen",
    "A walk, then talking about it later",
    "Humour, and not being asked in front of others",
    "The same evening routine every day",
    "Music and their own room for half an hour",
    "Doing something with their hands together",
)
WHAT_HELPS_WITH = {
    "SELF_HARM": ("Checking in quietly, without making it big",),
    "MISSING": ("A text with no telling off; being welcomed back",),
    "SCHOOL_REF": ("One lesson at a time, and somebody at the gate",),
    "EXCL": ("A part timetable that grows week by week",),
    "SLEEP": ("A light on the landing, and somebody who comes",),
    "ASD": ("Pictures of the day, and no surprises",),
    "ADHD": ("Moving about, short tasks and clear ends",),
    "LD": ("One thing at a time, shown and not only told",),
    "FASD": ("Reminders without blame; the same way each day",),
    "LOSS": ("Talking about them by name",),
    "IDENTITY": ("Carers who ask and listen",),
    "PHYS_HEALTH": ("Medicine at the same time every day",),
    "DISAB": ("Time to do it themselves",),
    "INSTIT": ("Overnight stays first, and the same routines for a while",),
}
FREQUENCIES = ("once", "occasional", "monthly", "weekly")
MAY_SAY = (
    "They would be glad to hear about other young people.",
    "A grandchild visits every week.",
    "They have said this after talking it over with their worker.",
)
SUPPORT_ASKED = (
    "clinical advice",
    "a key worker",
    "short breaks",
    "a course first",
    "someone to ring at night",
    "weekly visits at first",
)

VOICES = {
    "solo": (
        "I want it to be just me and the grown-ups for a while.",
        "I do better when it is quiet and there are not lots of kids.",
    ),
    "with_other_children": (
        "I like a full house. It is boring on my own.",
        "Other kids my age would be good.",
    ),
    "keep_school": (
        "Please let me stay at my school. My friends are there.",
        "I do not want to start again at another school.",
    ),
    "near contact": (
        "I want to keep seeing my nan.",
        "I need to be able to see my family without it taking all day.",
    ),
    "near home": ("I want to stay round here where I know people.",),
    "near activity": ("I do not want to miss training.",),
    "animals avoid": (
        "Please ask me about animals before you pick somewhere.",
        "No animals for me, please. I can tell you why when I know you.",
    ),
    "animals wants": (
        "A pet would be the best thing ever.",
        "I miss having an animal to look after.",
    ),
    "siblings_together": (
        "We want to be together. That is the main thing.",
        "Where we go, we go together.",
    ),
    "long_term": ("I want this to be the last move.",),
    "language": ("I want someone to talk my language with sometimes.",),
    "faith": ("My faith matters to me and I want to keep it up.",),
    "culture": ("I want people who get my hair and my food.",),
    "setting rural": ("Somewhere with fields.",),
    "setting urban": ("Somewhere with buses so I can get about myself.",),
    "carer_at_home": ("I like it when someone is in when I get back.",),
}
"""By the need it speaks of; said only by those who have it."""
ANYBODYS_VOICE = (
    "I want to know who lives there before I go.",
    "I would like to come for tea a few times first.",
    "Tell me things before they happen, not after.",
    "I want people who keep their word.",
    "Someone who does not shout.",
    "I do not mind who they are if they are kind and a bit funny.",
    "Ask me first. I will tell you.",
    "I need my own space and a door I can shut.",
    "I worry that I will have to leave again.",
    "I am actually quite funny when you get to know me.",
    "I want to be able to cook on Sundays.",
    "I would like someone to come and watch me do things.",
    "I go quiet when I am worried. It does not mean I am cross.",
    "Please do not talk about me in front of people.",
    "It would be nice to have my photos up.",
    "I want to bring all my things and not in bin bags.",
    "I like it when people laugh at dinner.",
    "Give me time. I get there.",
    "I am good at fixing things.",
    "I want to know what the rules are and why.",
)
