//! What a line of a page is: wrapped, a dateline, a stamp, a breadcrumb, a bar.

use super::*;

/// Lines broken at 72 columns are joined; one paragraph a line is left as it is, with or without blank lines.
#[test]
fn soft_wrapped_paragraphs_are_joined_and_others_are_not() {
    let wrap = |paragraph: &str| {
        paragraph
            .split(' ')
            .fold((String::new(), 0), |(mut out, column), word| {
                let fits = column > 0 && column + 1 + word.len() <= 72;
                out.push_str(if fits {
                    " "
                } else if column > 0 {
                    "\n"
                } else {
                    ""
                });
                out.push_str(word);
                (
                    out,
                    if fits {
                        column + 1 + word.len()
                    } else {
                        word.len()
                    },
                )
            })
    };
    let paragraphs = [P[0], P[3], P[9], P[12]];
    let wrapped: Vec<String> = paragraphs
        .iter()
        .map(|paragraph| wrap(paragraph).0)
        .collect();
    assert_eq!(
        read(&format!(
            "River port to grow again\n\n{}\n",
            wrapped.join("\n\n")
        ))
        .body,
        paragraphs
    );
    assert_eq!(
        read(&format!(
            "River port to grow again\n{}\n",
            paragraphs.join("\n")
        ))
        .body,
        paragraphs
    );
}

#[test]
fn datelines_give_place_and_agency() {
    let read = |text: &str| {
        dateline::read(text).map(|found| {
            (
                found.place.unwrap_or_default(),
                found.agency.unwrap_or_default(),
            )
        })
    };
    let pair = |place: &str, agency: &str| Some((place.to_owned(), agency.to_owned()));
    assert_eq!(
        read("LANPING, Nov. 18 (Xinhua) -- Snow fell."),
        pair("LANPING", "Xinhua")
    );
    assert_eq!(read("HONG KONG - Snow fell."), pair("HONG KONG", ""));
    assert_eq!(
        read("Lanping, 18 November (Delta News) – Snow fell."),
        pair("Lanping", "Delta News")
    );
    assert_eq!(
        read("SAN MARCO, Calif. (AP) — Snow fell."),
        pair("SAN MARCO, Calif.", "AP")
    );
    assert_eq!(
        read("LANPING/TANZHOU, July 5 (Reuters) - Snow fell."),
        pair("LANPING/TANZHOU", "Reuters")
    );
    for none in [
        "Snow fell - and fell.",
        "GDP - the sum of it all.",
        "UPDATE - Snow fell.",
        "He said: snow fell.",
        "",
    ] {
        assert_eq!(read(none), None, "{none}");
    }
}

#[test]
fn stamp_lines_are_read_whole() {
    for (line, agency, byline) in [
        ("(Xinhua) Updated: 2015-12-17 16:44", "Xinhua", ""),
        (
            "( China Daily ) Updated: 2015-04-27 07:50:36",
            "China Daily",
            "",
        ),
        (
            "By Ada Lindt (chinadaily.com.cn) Updated: 2014-12-31 16:44",
            "chinadaily.com.cn",
            "Ada Lindt",
        ),
        (
            "By AGENCIES in Lanping | China Daily | Updated: 2019-11-27 09:36",
            "AGENCIES",
            "",
        ),
        (
            "Source: Xinhua | 2018-03-05 21:19:56 | Editor: huaxia",
            "Xinhua",
            "",
        ),
        (
            "2016-03-07 15:24:11 (GMT+0800) (China Daily)",
            "China Daily",
            "",
        ),
        (
            "0 Comment(s)Print E-mail Xinhua, March 7, 2016",
            "Xinhua",
            "",
        ),
        (
            "Updated: Mar 7,2016 3:24 PM\tDelta Daily",
            "Delta Daily",
            "",
        ),
        (
            "Delta Evening Courier | 2013-3-7 0:53:01 By Ada Lindt",
            "Delta Evening Courier",
            "Ada Lindt",
        ),
    ] {
        let credit = stamp::read(line).unwrap_or_else(|| panic!("{line} is a stamp line"));
        assert!(credit.stamp.is_some(), "{line}");
        assert_eq!(
            credit.agency.as_deref().unwrap_or_default(),
            agency,
            "{line}"
        );
        assert_eq!(
            credit.byline.as_deref().unwrap_or_default(),
            byline,
            "{line}"
        );
    }
}

#[test]
fn breadcrumbs_are_told_from_other_strokes_and_arrows() {
    for crumbs in [
        "World / Latest news",
        "BIZCHINA> Top Biz News",
        "Home >> China",
        "You are here: Home > China > Society",
        "Business/Markets",
    ] {
        assert!(shape::is_crumbs(crumbs), "{crumbs}");
    }
    for other in [
        "Reuters/AFP",
        "Lanping 9/11 families meet",
        "More >>",
        "Grain up, oil > 50 dollars.",
        "He said and/or did it.",
    ] {
        assert!(!shape::is_crumbs(other), "{other}");
    }
}

#[test]
fn edition_bars_are_read_with_and_without_blanks() {
    for bar in [
        "US EUROPE AFRICA ASIA 中文",
        "USEUROPEAFRICAASIA 中文双语Français",
        "Home | News | Business | Sport",
    ] {
        assert!(navigation::is_navigation(bar), "{bar}");
    }
    assert!(!navigation::is_navigation(
        "China, Africa and Europe agree on river rules"
    ));
}
