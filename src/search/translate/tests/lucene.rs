//! Lucene's strings.

use super::{Dialect, refused, translated};

#[test]
fn lucenes_strings_say_the_same_here() {
    translated(
        Dialect::Lucene,
        &[
            ("storm flood", "storm OR flood", &[]),
            ("storm OR flood", "storm OR flood", &[]),
            ("storm || flood", "storm OR flood", &[]),
            ("storm AND flood", "storm flood", &[]),
            ("storm && flood", "storm flood", &[]),
            ("+storm +flood", "storm flood", &[]),
            ("storm -pier", "storm -pier", &[]),
            ("storm !pier", "storm -pier", &[]),
            ("storm NOT pier", "storm -pier", &[]),
            ("storm AND NOT pier", "storm -pier", &[]),
            ("storm - pier", "storm -pier", &[]),
            ("(storm AND flood) OR bridge", "storm flood OR bridge", &[]),
            (
                "(storm OR flood) AND bridge",
                "(storm OR flood) bridge",
                &[],
            ),
            ("\"flood wall\"", "\"flood wall\"", &[]),
            ("“flood wall”", "\"flood wall\"", &[]),
            ("\"flood wall\"~5", "flood w/6 wall", &[]),
            ("\"flood wall\"~0", "\"flood wall\"", &[]),
            ("flood~1", "flood~1", &[]),
            ("flood~", "flood~2", &[]),
            ("wom?n flood* *gate", "wom?n OR flood* OR *gate", &[]),
            ("title:storm", "title:storm", &[]),
            ("title: storm", "title:storm", &[]),
            (
                "headline:(storm OR flood)",
                "title:storm OR title:flood",
                &[],
            ),
            ("title:\"flood wall\"", "title:\"flood wall\"", &[]),
            ("metadata.title:storm", "title:storm", &[]),
            ("author:\"Ada Voss\"", "byline:\"Ada Voss\"", &[]),
            ("media_name:gazette AND storm", "source:gazette storm", &[]),
            ("language:en AND storm", "lang:en storm", &[]),
            (
                "publish_date:[2015-12-01 TO 2016-02-29]",
                "date:2015-12-01..2016-02-29",
                &[],
            ),
            (
                "date:[2015-12 TO 2016-02]",
                "date:2015-12-01..2016-02-29",
                &[],
            ),
            (
                "date:{2015-12-01 TO 2016-02-29}",
                "date:2015-12-02..2016-02-28",
                &[],
            ),
            ("date:[2015 TO 2016}", "date:2015-01-01..2015-12-31", &[]),
            ("date:[* TO 1990]", "date:..1990-12-31", &[]),
            ("date:>=2015-12", "date:2015-12-01..", &[]),
            ("date:<2015-12", "date:..2015-11-30", &[]),
            (
                "date:(2015 OR 2017)",
                "date:2015-01-01..2015-12-31 OR date:2017-01-01..2017-12-31",
                &[],
            ),
            (
                "date:[2014-01-01T00:00:00Z TO 2014-01-31T23:59:59Z]",
                "date:2014-01-01..2014-01-31",
                &[],
            ),
            ("date:[now-7d/d TO now]", "date:2026-11-15..2026-11-22", &[]),
            ("word_count:[200 TO 500]", "words:200..500", &[]),
            ("words:>500 AND storm", "words:>=501 storm", &[]),
            ("*:*", "*", &[]),
            ("*:* -storm", "* -storm", &[]),
            ("-storm", "* -storm", &[]),
            ("-storm -flood", "* -storm -flood", &[]),
            ("_exists_:date AND storm", "date:.. storm", &[]),
            ("covid-19 \\(1\\+1\\)", "covid-19 OR \"(1+1)\"", &[]),
            (
                "url:http\\://example.org/a",
                "url:http://example.org/a",
                &[],
            ),
            ("Yes! Storm!", "Yes OR Storm", &[]),
            ("and or not", "\"and\" OR or OR \"not\"", &[]),
        ],
    );
}

#[test]
fn what_lucene_says_and_we_cannot_is_noted() {
    translated(
        Dialect::Lucene,
        &[
            ("storm^2 flood", "storm OR flood", &["BOOST"]),
            ("(storm flood)^0.5", "storm OR flood", &["BOOST"]),
            ("\"flood wall\"~2^3", "flood w/3 wall", &["BOOST"]),
            ("storm AND flood OR bridge", "storm flood", &["OPTIONAL"]),
            ("+storm flood", "storm", &["OPTIONAL"]),
            (
                "+storm flood bridge -pier",
                "storm -pier",
                &["OPTIONAL", "OPTIONAL"],
            ),
            ("\"a b c\"~2", "a w/3 b w/3 c", &["EACH_STEP"]),
            ("\"a b\"~999", "a w/255 b", &["DISTANCE"]),
            ("\"flood w*\"", "\"flood w*\"", &["PHRASE_WILDCARD"]),
            ("te?t?", "te?t*", &["ENDING"]),
            ("flood~0.8", "flood~1", &["LETTERS"]),
            ("flood~0.4", "flood~2", &["LETTERS"]),
            ("flood~3", "flood~2", &["LETTERS"]),
            ("/stor[mn]/ flood", "flood", &["REGULAR_EXPRESSION"]),
            ("colour:red", "red", &["ANYWHERE"]),
            ("media_id:1094 AND storm", "storm", &["NO_COUNTERPART"]),
            ("summary:storm", "lead:storm", &["NEAREST_FIELD"]),
            ("language:english", "lang:en", &["LANGUAGE"]),
            (
                "timestamp:[2015 TO 2016]",
                "date:2015-01-01..2016-12-31",
                &["DATE_OF_PUBLICATION"],
            ),
            ("date:[soon TO later] storm", "storm", &["NOT_A_DATE"]),
            (
                "date:[2015 to 2016] storm OR flood",
                "date:2015-01-01..2016-12-31 OR storm OR flood",
                &[],
            ),
            ("date:[2015] storm", "storm", &["NOT_A_DATE"]),
            ("words:[200] storm", "storm", &["NOT_A_NUMBER"]),
            ("date:[2016 TO 2015] storm", "storm", &["NOT_A_DATE"]),
            (
                "date:[2014-01-01T10:00:00Z TO *]",
                "date:2014-01-01..",
                &["WHOLE_DAYS"],
            ),
            ("words:many storm", "storm", &["NOT_A_NUMBER"]),
            ("price:[1 TO 2] storm", "storm", &["NO_COUNTERPART"]),
            ("_exists_:title storm", "storm", &["NO_COUNTERPART"]),
            ("title:* storm", "storm", &["NO_COUNTERPART"]),
            ("?* storm", "storm", &["BARE_WILDCARD"]),
        ],
    );
}

#[test]
fn what_lucene_would_refuse_is_pointed_at() {
    refused(
        Dialect::Lucene,
        &[
            ("storm AND", "AND", "its right"),
            ("AND storm", "AND", "its left"),
            ("storm AND OR flood", "AND", "its right"),
            ("(storm", "(", "never closed"),
            ("storm)", ")", "never opened"),
            ("storm ()", "()", "nothing in these brackets"),
            ("\"storm", "\"", "never closed"),
            ("\" \"", "\" \"", "no words"),
            ("title:", "title:", "its right"),
            ("date:[2015 TO", "[", "never closed"),
            ("(storm AND) flood", "AND", "its right"),
        ],
    );
}
