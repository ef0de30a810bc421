//! Pages with little around a short story.

use super::{Layout, P};

pub(super) const LAYOUTS: &[Layout] = &[
    Layout {
        name: "s1",
        page: r##"OPINION> Commentary

Trade winds shifting

( Agencies/Xinhua ) Updated: 2009-05-19 08:01

{b}

{m}

{e}

Most Popular
Hot Topics
"##,
        title: "Trade winds shifting",
        section: "OPINION> Commentary",
        source: "Agencies/Xinhua",
        byline: "",
        place: "",
        published: "2009-05-19T08:01",
        body: Some(&[P[1], P[12], P[4]]),
    },
    Layout {
        name: "s3",
        page: r##"China / Cover Story

Back to school for millions

By Li Xinghua in Geneva (China Daily) Updated: 2012-09-03 07:21

{b}

{m}

{e}

Most Popular
Hot Topics
"##,
        title: "Back to school for millions",
        section: "China / Cover Story",
        source: "China Daily",
        byline: "Li Xinghua",
        place: "",
        published: "2012-09-03T07:21",
        body: Some(&[P[1], P[12], P[4]]),
    },
    Layout {
        name: "s4",
        page: r##"Home / Lifestyle / Travel

Hot topics at the river congress

By Shen Duo | Shanghai Star | Updated: 2015-09-03 07:21

{b}

{m}

{e}

Most Popular
Hot Topics
"##,
        title: "Hot topics at the river congress",
        section: "Home / Lifestyle / Travel",
        source: "Shanghai Star",
        byline: "Shen Duo",
        place: "",
        published: "2015-09-03T07:21",
        body: Some(&[P[1], P[12], P[4]]),
    },
    Layout {
        name: "s6",
        page: r##"Regional / Xinjiang

COTTON HARVEST BREAKS RECORD

(eDeltacities.com) Updated: 2011-10-03 17:21

{b}

{m}

{e}

Most Popular
Hot Topics
"##,
        title: "COTTON HARVEST BREAKS RECORD",
        section: "Regional / Xinjiang",
        source: "eDeltacities.com",
        byline: "",
        place: "",
        published: "2011-10-03T17:21",
        body: Some(&[P[1], P[12], P[4]]),
    },
    Layout {
        name: "s10",
        page: r##"Home> Language Tips> News

Sign up now: colleges hunt for students

[ 2008-05-19 20:41 ]

{b}

{m}

{e}

Most Popular
Hot Topics
"##,
        title: "Sign up now: colleges hunt for students",
        section: "Home> Language Tips> News",
        source: "",
        byline: "",
        place: "",
        published: "2008-05-19T20:41",
        body: Some(&[P[1], P[12], P[4]]),
    },
    Layout {
        name: "s12",
        page: r##"Business / Industries

Grain up 3.4% in Q3

By Zhou Siyu and Lan Lan in Beijing and Xie Yu in Shanghai | China Daily | Updated: 2012-10-11 09:12

{b}

{m}

{e}

Most Popular
Hot Topics
"##,
        title: "Grain up 3.4% in Q3",
        section: "Business / Industries",
        source: "China Daily",
        byline: "",
        place: "",
        published: "2012-10-11T09:12",
        body: Some(&[P[1], P[12], P[4]]),
    },
    Layout {
        name: "s15",
        page: r##"China
China / HK, Macao & Taiwan

Print shop museum opens

By Kahon Chan in Hong Kong ( China Daily )  Updated: 2014-10-11 09:12:33

{b}

{m}

{e}

Most Popular
Hot Topics
"##,
        title: "Print shop museum opens",
        section: "China / HK, Macao & Taiwan",
        source: "China Daily",
        byline: "Kahon Chan",
        place: "",
        published: "2014-10-11T09:12:33",
        body: Some(&[P[1], P[12], P[4]]),
    },
    Layout {
        name: "s18",
        page: r##"Home / China / Videos

Video: Snow leopard crosses a village street

CCTV+ | Updated: 2017-10-11 09:12

{b}

{m}

{e}

Most Popular
Hot Topics
"##,
        title: "Video: Snow leopard crosses a village street",
        section: "Home / China / Videos",
        source: "",
        byline: "",
        place: "",
        published: "2017-10-11T09:12",
        body: Some(&[P[1], P[12], P[4]]),
    },
    Layout {
        name: "s20",
        page: r##"Politics

Envoys meet in Tanzhou

PUBLISHED : 7 Mar 2016 at 15:24
NEWSPAPER SECTION: NEWS
WRITER: REUTERS

{b}

{m}

{e}

Most Popular
Hot Topics
"##,
        title: "Envoys meet in Tanzhou",
        section: "Politics",
        source: "",
        byline: "",
        place: "",
        published: "2016-03-07T15:24",
        body: Some(&[P[1], P[12], P[4]]),
    },
];
