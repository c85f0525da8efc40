"""Five hundred strings that have broken somebody's software before."""

from itertools import islice, product

SEEDS = [
    # What programs take for nothing, for everything, or for a number.
    *("null", "undefined", "None", "NaN", "Infinity", "-0", "1e400", "0x1F", "٣", "½"),
    *("true", "[]", "{}", "''", '""', "NULL", "nil", "1/0", "00123", "1,000.5", "²"),
    # Blanks and what cannot be seen.
    *(" ", "\t", "\u00a0", "\u2028", "\u200b", "\ufeff", "\u3000", "\u00ad", "\x7f"),
    *("\0", "a\0b", "\x1b[31m", "\x08\x08", "\r\n\r\n", "\x85", "\x0b\x0c", "\ufffe"),
    # Scripts, directions and signs on top of one another.
    *("Ṱ̺̺̕o͞ ̷i̲̬͇̪͙n̝̗͕v̟̜̘̦͟o̶̙̰̠kè͚̮̺̪̹̱̤", "مرحبا بالعالم", "שלום", "\u202egnirts", "田中さん"),
    *(
        "👩‍👩‍👧‍👦",
        "🏳️‍🌈",
        "🇬🇧",
        "ﬀ",
        "ß",
        "İı",
        "ǅ",
        "ᚠᛇᚻ",
        "𝒜𝓂𝒶𝓇𝒶",
        "Z͑ͫ̓ͪ̂ͫ̽",
        "Å\u0041\u030a",
        "꧁꧂",
    ),
    # Names people have.
    *(
        "O’Brien",
        "O'Brien",
        "Null",
        "Jo-Ann",
        "D'Arcy-Smith",
        "Þórr",
        "Nguyễn",
        "Ng",
        "X",
    ),
    # Other languages than one's own.
    *("<script>alert(1)</script>", "<naughty-tag>", "</title><naughty-tag>", "<!--"),
    *('"><naughty-tag a="', "' onfocus='x' autofocus='", "javascript:alert(1)", "]]>"),
    *(
        "&lt;b&gt;",
        "&amp;amp;",
        "&#x3c;",
        "{{ 7*7 }}",
        "${7*7}",
        "<%= 7*7 %>",
        "#{7*7}",
    ),
    *("{% raw %}", "%s%n%d", "%00", "%0d%0aSet-Cookie:a=b", "{0}", "{self}", "$HOME"),
    *(
        "' OR 1=1 --",
        "'; DROP TABLE household; --",
        '" OR ""="',
        "1;SELECT pg_sleep(9)",
    ),
    *("LIKE '%_%'", "*)(uid=*))(|(uid=*", "$(touch /tmp/x)", "`id`", "| ls", "&& ls"),
    *(
        "../../../etc/passwd",
        "..\\..\\",
        "file:///etc/passwd",
        "\\\\host\\share",
        "CON",
    ),
    *(
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "=HYPERLINK('x')",
        "\t=1",
        "<?xml?>",
        "<!DOCTYPE x>",
    ),
    *("&x;", '{"$ne": 1}', "__proto__", "constructor", "a" * 1000, "long " * 900),
    *("http://a/%%30%30", "a@b", "00/00/0000", "31 2 2026", "1900-02-29", "24:00:00"),
]
AROUND = ("{}", "{}{}", " {} ", "Robin {} Ash", "“{}”")


def strings() -> list[str]:
    """Return five hundred of them, each once."""
    made = (around.replace("{}", seed) for around, seed in product(AROUND, SEEDS))
    return list(islice(dict.fromkeys(made), 500))
