//! Factiva's strings.

use super::{Dialect, refused, translated};

#[test]
fn factivas_strings_say_the_same_here() {
    translated(
        Dialect::Factiva,
        &[
            ("storm", "storm", &[]),
            ("flood wall", "\"flood wall\"", &[]),
            ("flood adj wall", "\"flood wall\"", &[]),
            ("flood wall and storm", "\"flood wall\" storm", &[]),
            ("storm or flood and rain", "storm OR flood rain", &[]),
            ("storm and flood not rain", "storm flood -rain", &[]),
            ("storm or flood not rain", "storm OR flood -rain", &[]),
            ("storm and not flood", "storm -flood", &[]),
            ("bank near5 merger", "bank w/5 merger", &[]),
            ("bank /5N/ merger", "bank w/5 merger", &[]),
            (
                "bank 74/N30/harbour merger",
                "\"bank 74\" w/30 \"harbour merger\"",
                &[],
            ),
            ("bank w/5 merger", "bank pre/5 merger", &[]),
            ("bank adj5 merger", "bank pre/5 merger", &[]),
            ("bank same merger", "bank /p merger", &[]),
            (
                "rates near5 bank of harbours",
                "rates w/5 \"bank of harbours\"",
                &[],
            ),
            (
                "bank near5 merger w/3 insurer",
                "bank w/5 merger pre/3 insurer",
                &[],
            ),
            (
                "(bank or insurer) near5 merger",
                "(bank OR insurer) w/5 merger",
                &[],
            ),
            (
                "[bank or insurer] and merger",
                "(bank OR insurer) merger",
                &[],
            ),
            (
                "(bank or insurer) merger",
                "(bank OR insurer) pre/1 merger",
                &[],
            ),
            ("atleast5 bank", "atleast5(bank)", &[]),
            ("atleast5 bank merger", "atleast5(\"bank merger\")", &[]),
            (
                "atleast5 bank near5 merger",
                "atleast5(bank w/5 merger)",
                &[],
            ),
            ("atleast3 bank and merger", "atleast3(bank) merger", &[]),
            ("hd=storm", "title:storm", &[]),
            ("hd=storm and flood", "title:storm flood", &[]),
            ("hd=(storm and flood)", "title:storm title:flood", &[]),
            ("hd=flood wall", "title:\"flood wall\"", &[]),
            ("hd=\"flood wall\"", "title:\"flood wall\"", &[]),
            ("hlp=storm", "title:storm OR lead:storm", &[]),
            ("lp=storm", "lead:storm", &[]),
            ("by=voss", "byline:voss", &[]),
            ("by=(ada voss) and storm", "byline:\"ada voss\" storm", &[]),
            (
                "sn=harbour gazette and storm",
                "source:\"harbour gazette\" storm",
                &[],
            ),
            ("la=en and storm", "lang:en storm", &[]),
            ("wom?n child*", "\"wom?n child*\"", &[]),
            ("engineer$", "engineer*", &[]),
            ("wc>1000 and storm", "words:>=1001 storm", &[]),
            ("storm and wc < 3,000", "storm words:<=2999", &[]),
            (
                "date from 20151201 to 20160229 and storm",
                "date:2015-12-01..2016-02-29 storm",
                &[],
            ),
            (
                "storm and date after 20151201",
                "storm date:2015-12-02..",
                &[],
            ),
            (
                "storm and date before 12/25/2015",
                "storm date:..2015-12-24",
                &[],
            ),
            ("storm and date after -7", "storm date:2026-11-16..", &[]),
            ("storm and date 20151201", "storm date:2015-12-01", &[]),
            ("storm and pd=20151201", "storm date:2015-12-01", &[]),
            ("closing date and bids", "\"closing date\" bids", &[]),
            ("\"salt and vinegar\"", "\"salt and vinegar\"", &[]),
            ("'economic plan' reform", "\"economic plan reform\"", &[]),
            ("and/or 9/11", "\"and/or 9/11\"", &[]),
            ("not storm", "* -storm", &[]),
        ],
    );
}

#[test]
fn what_factiva_says_and_we_cannot_is_noted() {
    translated(
        Dialect::Factiva,
        &[
            ("engineer$3", "engineer*", &["ENDING"]),
            ("\"engineer$3 union$\"", "\"engineer* union*\"", &["ENDING"]),
            ("cat?", "cat*", &["ENDING"]),
            ("storm/F50/", "lead:storm", &["FIRST_WORDS"]),
            (
                "storm /F200/ and flood",
                "lead:storm flood",
                &["FIRST_WORDS"],
            ),
            (
                "(storm or flood)/50F/",
                "lead:storm OR lead:flood",
                &["FIRST_WORDS"],
            ),
            (
                "storm near5 flood /F50/",
                "lead:storm w/5 lead:flood",
                &["FIRST_WORDS"],
            ),
            ("captain % voss", "captain pre/2 voss", &["AT_MOST_BETWEEN"]),
            ("bank near500 merger", "bank w/255 merger", &["DISTANCE"]),
            ("rst=hgz and storm", "source:hgz storm", &["CODES"]),
            ("ns=gpol and storm", "tag:gpol storm", &["CODES"]),
            ("ns=(gpol or gvote)", "tag:gpol OR tag:gvote", &["CODES"]),
            ("re=uk", "tag:uk", &["CODES"]),
            ("co=acme", "tag:acme", &["CODES"]),
            (
                "la=(english or french)",
                "lang:en OR lang:fr",
                &["LANGUAGE", "LANGUAGE"],
            ),
            ("td=storm", "storm", &["NEAREST_FIELD"]),
            ("zz=storm", "storm", &["ANYWHERE"]),
            ("an=abc123 storm", "storm", &["NO_COUNTERPART"]),
            ("pg=(1 or 2) and storm", "storm", &["NO_COUNTERPART"]),
            ("storm and upd after 20150101", "storm", &["NO_COUNTERPART"]),
            (
                "storm and date after 3/4/2015",
                "storm date:2015-03-05..",
                &["MONTH_FIRST"],
            ),
            (
                "storm and date from 20160101 to 20150101",
                "storm",
                &["NOT_A_DATE"],
            ),
            ("storm and pd=soon", "storm", &["NOT_A_DATE"]),
            ("wc>many and storm", "storm", &["NOT_A_NUMBER"]),
            (
                "hd=storm near5 by=voss",
                "title:storm byline:voss",
                &["NEARNESS_LOST"],
            ),
            ("hd=storm la=en", "title:storm lang:en", &["SIDE_BY_SIDE"]),
            (
                "atleast5 date 20150101 and storm",
                "date:2015-01-01 storm",
                &["COUNT_LOST"],
            ),
        ],
    );
}

#[test]
fn what_factiva_would_refuse_is_pointed_at() {
    refused(
        Dialect::Factiva,
        &[
            ("storm and", "and", "its right"),
            ("same storm", "same", "its left"),
            ("hd=", "hd=", "its right"),
            ("atleast5", "atleast5", "its right"),
            ("atleast0 storm", "atleast0", "a number"),
            ("bank near0 merger", "near0", "a number"),
            ("/F50/", "/F50/", "its left"),
            ("(storm or flood", "(", "never closed"),
            ("storm]", "]", "never opened"),
            ("\"storm", "\"", "never closed"),
        ],
    );
}
