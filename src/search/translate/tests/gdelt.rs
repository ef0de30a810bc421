//! GDELT's strings.

use super::{Dialect, refused, translated};

#[test]
fn gdelts_strings_say_the_same_here() {
    translated(
        Dialect::Gdelt,
        &[
            ("storm", "storm", &[]),
            ("storm flood", "storm flood", &[]),
            ("\"flood wall\"", "\"flood wall\"", &[]),
            ("“flood wall” storm", "\"flood wall\" storm", &[]),
            ("(storm OR flood)", "storm OR flood", &[]),
            ("(storm OR flood) wall", "(storm OR flood) wall", &[]),
            (
                "(storm OR \"sea wall\" OR rain) pier",
                "(storm OR \"sea wall\" OR rain) pier",
                &[],
            ),
            ("storm OR flood", "storm OR flood", &[]),
            ("storm -pier", "storm -pier", &[]),
            ("storm -\"sea wall\"", "storm -\"sea wall\"", &[]),
            ("storm -(pier OR quay)", "storm -(pier OR quay)", &[]),
            ("-pier storm", "-pier storm", &[]),
            ("-pier", "* -pier", &[]),
            ("(storm OR -pier)", "storm OR -pier", &[]),
            ("near20:\"bank merger\"", "bank w/20 merger", &[]),
            (
                "near5:\"bank merger\" insurer",
                "bank w/5 merger insurer",
                &[],
            ),
            (
                "-near5:\"bank merger\" insurer",
                "-(bank w/5 merger) insurer",
                &[],
            ),
            ("repeat3:\"storm\"", "atleast3(storm)", &[]),
            ("repeat3:storm flood", "atleast3(storm) flood", &[]),
            ("domain:example.org", "url:example.org", &[]),
            ("-domain:example.org storm", "-url:example.org storm", &[]),
            (
                "storm (domain:example.org OR domain:example.com)",
                "storm (url:example.org OR url:example.com)",
                &[],
            ),
            ("sourcelang:en storm", "lang:en storm", &[]),
            ("covid-19", "covid-19", &[]),
            ("storm* what?", "storm what", &[]),
            ("12:30 storm", "12:30 storm", &[]),
            ("http://example.org/a", "http://example.org/a", &[]),
            ("storm - flood", "storm flood", &[]),
            ("same w/5", "\"same\" \"w/5\"", &[]),
        ],
    );
}

#[test]
fn what_gdelt_says_and_we_cannot_is_noted() {
    translated(
        Dialect::Gdelt,
        &[
            (
                "near20:\"bank merger insurer\"",
                "bank w/20 merger w/20 insurer",
                &["EACH_STEP"],
            ),
            (
                "near500:\"bank merger\"",
                "bank w/255 merger",
                &["DISTANCE"],
            ),
            (
                "domainis:example.org",
                "url:example.org",
                &["NEAREST_FIELD"],
            ),
            ("sourcelang:french storm", "lang:fr storm", &["LANGUAGE"]),
            ("sourcelang:fra storm", "lang:fr storm", &["LANGUAGE"]),
            ("sourcecountry:france storm", "storm", &["NO_COUNTERPART"]),
            ("-sourcecountry:us storm", "storm", &["NO_COUNTERPART"]),
            ("theme:FLOOD storm", "tag:FLOOD storm", &["CODES"]),
            ("tone<-5 storm", "storm", &["NO_COUNTERPART"]),
            ("tone>5 storm", "storm", &["NO_COUNTERPART"]),
            ("tone=0 storm", "storm", &["NO_COUNTERPART"]),
            ("toneabs>10 storm", "storm", &["NO_COUNTERPART"]),
            ("imagetag:\"flood\" storm", "storm", &["NO_COUNTERPART"]),
            (
                "imagewebtag:\"sea wall\" storm",
                "storm",
                &["NO_COUNTERPART"],
            ),
            ("imagenumfaces>3 storm", "storm", &["NO_COUNTERPART"]),
            ("imagefacetone<-1 storm", "storm", &["NO_COUNTERPART"]),
            ("imageocrmeta:\"storm\" flood", "flood", &["NO_COUNTERPART"]),
            ("imagewebcount<10 storm", "storm", &["NO_COUNTERPART"]),
            (
                "(sourcecountry:fr OR sourcecountry:be) storm",
                "storm",
                &["NO_COUNTERPART", "NO_COUNTERPART"],
            ),
            ("(storm OR tone<-5)", "storm", &["NO_COUNTERPART"]),
            ("foo:storm", "storm", &["ANYWHERE"]),
            ("repeat:storm", "storm", &["ANYWHERE"]),
            ("theme:\"FLOOD\"", "tag:FLOOD", &["CODES"]),
            ("sourcelang:klingon storm", "lang:klingon storm", &[]),
            (
                "(sourcelang:eng OR sourcelang:deu) storm",
                "(lang:en OR lang:de) storm",
                &["LANGUAGE", "LANGUAGE"],
            ),
        ],
    );
}

#[test]
fn what_gdelt_would_refuse_is_pointed_at() {
    refused(
        Dialect::Gdelt,
        &[
            ("(storm OR flood", "(", "never closed"),
            ("storm)", ")", "never opened"),
            ("storm ()", "()", "nothing in these brackets"),
            ("\"storm", "\"", "never closed"),
            ("(storm OR)", "OR", "its right"),
            ("OR storm", "OR", "its left"),
            ("near0:\"a b\"", "near0", "a number"),
            ("near20:\"\"", "near20:", "its right"),
            ("repeat3:", "repeat3:", "its right"),
            ("domain: ", "domain:", "its right"),
        ],
    );
}
