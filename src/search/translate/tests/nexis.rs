//! Nexis's strings.

use super::{Dialect, refused, translated};

#[test]
fn nexis_strings_say_the_same_here() {
    translated(
        Dialect::Nexis,
        &[
            ("storm", "storm", &[]),
            ("flood wall", "\"flood wall\"", &[]),
            ("\"flood wall\"", "\"flood wall\"", &[]),
            (
                "flood wall or sea wall",
                "\"flood wall\" OR \"sea wall\"",
                &[],
            ),
            ("storm and flood", "storm flood", &[]),
            ("STORM AND FLOOD", "STORM FLOOD", &[]),
            ("storm & flood", "storm flood", &[]),
            ("storm and flood or rain", "storm (flood OR rain)", &[]),
            ("bank w/5 merger", "bank w/5 merger", &[]),
            ("bank /5 merger", "bank w/5 merger", &[]),
            ("bank near/5 merger", "bank w/5 merger", &[]),
            ("bank pre/3 merger", "bank pre/3 merger", &[]),
            ("bank onear/3 merger", "bank pre/3 merger", &[]),
            ("bank +3 merger", "bank pre/3 merger", &[]),
            ("bank w/s merger", "bank /s merger", &[]),
            ("bank w/sent merger", "bank /s merger", &[]),
            ("bank /p merger", "bank /p merger", &[]),
            ("bank w/para merger", "bank /p merger", &[]),
            (
                "bank w/5 merger or takeover",
                "bank w/5 (merger OR takeover)",
                &[],
            ),
            (
                "bank w/25 merger w/5 insurer",
                "bank w/25 (merger w/5 insurer)",
                &[],
            ),
            (
                "bank w/5 merger w/25 insurer",
                "bank w/5 merger w/25 insurer",
                &[],
            ),
            (
                "bank w/s merger w/5 insurer",
                "bank /s (merger w/5 insurer)",
                &[],
            ),
            (
                "bank w/p merger w/s insurer",
                "bank /p (merger /s insurer)",
                &[],
            ),
            (
                "bank and merger w/5 insurer",
                "bank merger w/5 insurer",
                &[],
            ),
            ("bank not w/5 river", "bank not w/5 river", &[]),
            ("bank not/5 river", "bank not w/5 river", &[]),
            ("bank not w/s river", "bank not /s river", &[]),
            ("bank and not river", "bank -river", &[]),
            ("bank not river", "bank -river", &[]),
            ("bank and not river and lake", "bank -(river lake)", &[]),
            ("bank and not river or lake", "bank -(river OR lake)", &[]),
            ("atleast5(bank)", "atleast5(bank)", &[]),
            (
                "ATLEAST3(bank or insurer)",
                "atleast3(bank OR insurer)",
                &[],
            ),
            ("headline(storm and flood)", "title:storm title:flood", &[]),
            ("HEADLINE (storm)", "title:storm", &[]),
            ("headline(flood wall)", "title:\"flood wall\"", &[]),
            ("hlead(storm)", "title:storm OR lead:storm", &[]),
            (
                "hlead(storm and flood)",
                "(title:storm OR lead:storm) (title:flood OR lead:flood)",
                &[],
            ),
            (
                "hlead(storm w/5 flood)",
                "title:storm w/5 title:flood OR lead:storm w/5 lead:flood",
                &[],
            ),
            ("lead(storm)", "lead:storm", &[]),
            ("byline(ada w/3 voss)", "byline:ada w/3 byline:voss", &[]),
            (
                "publication(harbour gazette) and storm",
                "source:\"harbour gazette\" storm",
                &[],
            ),
            ("chil! and storm", "chil* storm", &[]),
            ("wom*n", "wom?n", &[]),
            ("flood wal!", "\"flood wal*\"", &[]),
            (
                "(bank or insurer) merger",
                "(bank OR insurer) pre/1 merger",
                &[],
            ),
            ("singular(strike)", "=\"strike\"", &[]),
            (
                "storm and date is 2015",
                "storm date:2015-01-01..2015-12-31",
                &[],
            ),
            (
                "storm and date aft 12/31/2014",
                "storm date:2015-01-01..",
                &[],
            ),
            (
                "storm and date bef January 5, 2020",
                "storm date:..2020-01-04",
                &[],
            ),
            (
                "storm and date >= 2015 and flood",
                "storm date:2015-01-01.. flood",
                &[],
            ),
            (
                "date(geq (12/25/2015) and leq (12/31/2015)) and storm",
                "date:2015-12-25..2015-12-31 storm",
                &[],
            ),
            ("storm and length > 500", "storm words:>=501", &[]),
            ("storm and length>500", "storm words:>=501", &[]),
            ("length(lss 200) and storm", "words:<=199 storm", &[]),
            ("not storm", "* -storm", &[]),
            ("date of birth", "\"date of birth\"", &[]),
            (
                "bank w/5 (loan and credit)",
                "bank w/5 loan bank w/5 credit",
                &[],
            ),
        ],
    );
}

#[test]
fn what_nexis_says_and_we_cannot_is_noted() {
    translated(
        Dialect::Nexis,
        &[
            ("caps(us) and trade", "us trade", &["FORMS"]),
            ("allcaps(rico)", "rico", &["FORMS"]),
            ("nocaps(apple)", "apple", &["FORMS"]),
            ("plural(job)", "job", &["FORMS"]),
            ("atleast5(caps(apple))", "atleast5(apple)", &["FORMS"]),
            ("bank**", "bank*", &["ENDING"]),
            ("w*m*n*", "w?m?n*", &["ENDING"]),
            ("bank w/seg merger", "bank merger", &["SAME_PART"]),
            ("bank /seg merger", "bank merger", &["SAME_PART"]),
            ("bank not w/seg river", "bank -river", &["SAME_PART"]),
            ("bank w/300 merger", "bank w/255 merger", &["DISTANCE"]),
            ("bank pre/s merger", "bank /s merger", &["ORDER_LOST"]),
            ("body(storm)", "storm", &["NEAREST_FIELD"]),
            (
                "company(acme) and storm",
                "tag:acme storm",
                &["NEAREST_FIELD"],
            ),
            ("foo(storm)", "storm", &["ANYWHERE"]),
            (
                "language(english) and storm",
                "lang:en storm",
                &["LANGUAGE"],
            ),
            ("subject(oil #85plus#)", "tag:oil", &["NO_COUNTERPART"]),
            (
                "storm and load-date(geq (1/1/2020))",
                "storm",
                &["NO_COUNTERPART"],
            ),
            ("storm and load-date aft 2020", "storm", &["NO_COUNTERPART"]),
            (
                "storm and publication-type(newspaper)",
                "storm",
                &["NO_COUNTERPART"],
            ),
            (
                "storm and date is 3/4/2020",
                "storm date:2020-03-04",
                &["MONTH_FIRST"],
            ),
            ("storm and date is soon", "storm", &["NOT_A_DATE"]),
            ("storm and length > many", "storm", &["NOT_A_NUMBER"]),
            (
                "headline(storm) w/5 flood",
                "title:storm flood",
                &["NEARNESS_LOST"],
            ),
            (
                "storm w/5 date(2015)",
                "storm date:2015-01-01..2015-12-31",
                &["NEARNESS_LOST"],
            ),
            (
                "headline(storm) lead(flood)",
                "title:storm lead:flood",
                &["SIDE_BY_SIDE"],
            ),
            (
                "atleast2(date(2015)) and storm",
                "date:2015-01-01..2015-12-31 storm",
                &["COUNT_LOST"],
            ),
        ],
    );
}

#[test]
fn what_nexis_would_refuse_is_pointed_at() {
    refused(
        Dialect::Nexis,
        &[
            ("storm and", "and", "its right"),
            ("or storm", "or", "its left"),
            ("storm and or flood", "or", "its left"),
            ("bank w/0 merger", "w/0", "a number from 1 to 255"),
            ("atleast(bank)", "atleast", "a number from 1 to 1000"),
            ("(storm", "(", "never closed"),
            ("storm) and flood", ")", "never opened"),
            ("headline()", "()", "nothing in these brackets"),
            ("date(geq 2015", "(", "never closed"),
            ("\"storm", "\"", "never closed"),
        ],
    );
}
