//! ProQuest's strings.

use super::{Dialect, refused, translated};

#[test]
fn proquests_strings_say_the_same_here() {
    translated(
        Dialect::ProQuest,
        &[
            ("storm", "storm", &[]),
            ("storm flood", "storm flood", &[]),
            ("storm AND flood", "storm flood", &[]),
            ("storm and flood", "storm flood", &[]),
            ("storm OR flood rain", "storm OR flood rain", &[]),
            ("storm AND flood OR rain", "storm flood OR rain", &[]),
            ("storm NOT flood", "storm -flood", &[]),
            ("storm AND NOT flood", "storm -flood", &[]),
            ("storm OR flood NOT rain", "(storm OR flood) -rain", &[]),
            ("storm NOT flood AND rain", "storm -(flood rain)", &[]),
            ("\"flood wall\"", "\"flood wall\"", &[]),
            ("\"{flood wall}\"", "\"flood wall\"", &[]),
            ("bank NEAR/5 merger", "bank w/5 merger", &[]),
            ("bank N/5 merger", "bank w/5 merger", &[]),
            ("bank W/5 merger", "bank w/5 merger", &[]),
            ("bank NEAR merger", "bank w/4 merger", &[]),
            ("bank PRE/3 merger", "bank pre/3 merger", &[]),
            ("bank P/3 merger", "bank pre/3 merger", &[]),
            ("bank PRE merger", "bank pre/4 merger", &[]),
            (
                "bank NEAR/5 merger PRE/2 talks",
                "bank w/5 (merger pre/2 talks)",
                &[],
            ),
            (
                "bank NEAR/5 merger OR talks",
                "bank w/5 merger OR talks",
                &[],
            ),
            ("bank NOT W/5 river", "bank not w/5 river", &[]),
            ("bank W/PARA river", "bank /p river", &[]),
            ("ti(storm)", "title:storm", &[]),
            ("TI(flood wall)", "title:flood title:wall", &[]),
            (
                "ti(\"flood wall\") AND rain",
                "title:\"flood wall\" rain",
                &[],
            ),
            ("ti(storm NEAR/5 flood)", "title:storm w/5 title:flood", &[]),
            ("au(voss)", "byline:voss", &[]),
            ("pub(gazette)", "source:gazette", &[]),
            ("su(flood) storm", "tag:flood storm", &[]),
            ("ti,su(storm)", "title:storm OR tag:storm", &[]),
            ("ti,au(storm)", "title:storm OR byline:storm", &[]),
            ("su.exact(\"flood defence\")", "tag:=\"flood defence\"", &[]),
            ("exact(\"storms\")", "=\"storms\"", &[]),
            ("la(en) storm", "lang:en storm", &[]),
            (
                "yr(1990-2000) storm",
                "date:1990-01-01..2000-12-31 storm",
                &[],
            ),
            ("yr(>2005) storm", "date:2006-01-01.. storm", &[]),
            (
                "yr(2005 OR 2007)",
                "date:2005-01-01..2005-12-31 OR date:2007-01-01..2007-12-31",
                &[],
            ),
            ("pd(20151201-20160229)", "date:2015-12-01..2016-02-29", &[]),
            ("storm AND pd(>20151201)", "storm date:2015-12-02..", &[]),
            (
                "storm AND pd(2015-12)",
                "storm date:2015-12-01..2015-12-31",
                &[],
            ),
            ("wom?n", "wom?n", &[]),
            ("near storm", "near storm", &[]),
            ("NOT storm", "* -storm", &[]),
        ],
    );
}

#[test]
fn what_proquest_says_and_we_cannot_is_noted() {
    translated(
        Dialect::ProQuest,
        &[
            ("child*", "child*", &["ENDING"]),
            ("storm[*3]", "storm*", &["ENDING"]),
            ("colo$1", "colo*", &["ENDING"]),
            ("\"econom* growth\"", "\"econom* growth\"", &["ENDING"]),
            ("cat?", "cat*", &["ENDING"]),
            ("ab(storm)", "lead:storm", &["NEAREST_FIELD"]),
            (
                "ti,ab(storm)",
                "title:storm OR lead:storm",
                &["NEAREST_FIELD"],
            ),
            ("ft(storm)", "storm", &["NEAREST_FIELD"]),
            ("loc(london)", "tag:london", &["NEAREST_FIELD"]),
            ("xyz(storm)", "storm", &["ANYWHERE"]),
            ("ti,stype(storm)", "title:storm", &["NO_COUNTERPART"]),
            ("stype(newspapers) AND storm", "storm", &["NO_COUNTERPART"]),
            (
                "storm AND at(feature OR news)",
                "storm",
                &["NO_COUNTERPART"],
            ),
            ("la(french) storm", "lang:fr storm", &["LANGUAGE"]),
            ("la(fre) storm", "lang:fr storm", &["LANGUAGE"]),
            ("storm LNK flood", "storm flood", &["SAME_PART"]),
            ("storm W/DOC flood", "storm flood", &["SAME_PART"]),
            ("bank NEAR/500 merger", "bank w/255 merger", &["DISTANCE"]),
            (
                "ti(storm) NEAR/5 flood",
                "title:storm flood",
                &["NEARNESS_LOST"],
            ),
            (
                "ti(storm) NOT NEAR/5 flood",
                "title:storm -flood",
                &["NEARNESS_LOST"],
            ),
            (
                "storm AND pd(3/4/2015)",
                "storm date:2015-03-04",
                &["MONTH_FIRST"],
            ),
            ("storm AND yr(soon)", "storm", &["NOT_A_DATE"]),
            ("storm AND yr(2010-2000)", "storm", &["NOT_A_DATE"]),
            ("storm AND wc(many)", "storm", &["NOT_A_NUMBER"]),
            (
                "isbn,issn(1234) storm",
                "storm",
                &["NO_COUNTERPART", "NO_COUNTERPART", "NO_COUNTERPART"],
            ),
            ("* storm", "storm", &["BARE_WILDCARD", "ENDING"]),
        ],
    );
}

#[test]
fn what_proquest_would_refuse_is_pointed_at() {
    refused(
        Dialect::ProQuest,
        &[
            ("storm AND", "AND", "its right"),
            ("OR storm", "OR", "its left"),
            ("ti(storm", "(", "never closed"),
            ("ti()", "()", "nothing in these brackets"),
            ("storm)", ")", "never opened"),
            ("bank NEAR/0 merger", "NEAR/0", "a number"),
            ("yr(2015", "(", "never closed"),
            ("\"storm", "\"", "never closed"),
            ("storm NOT", "NOT", "its right"),
            ("storm (AND) flood", "AND", "its left"),
        ],
    );
}
