//! Layouts of agencies and of sites that gather what others write.

use super::{Layout, P};

pub(super) const LAYOUTS: &[Layout] = &[
    Layout {
        name: "xhnet_2011",
        page: r##"Snow closes eleven roads in northern highlands

English.news.cn   2011-03-02 14:14:55 FeedbackPrintRSS

{h}

{i}

{j}

Editor: Xiong Tao
"##,
        title: "Snow closes eleven roads in northern highlands",
        section: "",
        source: "Xinhua",
        byline: "",
        place: "TANZHOU",
        published: "2011-03-02T14:14:55",
        body: Some(&[P[7], P[8], P[9]]),
    },
    Layout {
        name: "chinaview_2007",
        page: r##"Highland airports closed by first snow

www.chinaview.cn  2007-11-18 20:14:05   Print

    Special report: Winter storms

    {h}

    {i}

    {j}

Editor: Yao Siyan
Related Stories
Home China
  Back to Top
Copyright ©2003 Xinhua News Agency. All rights reserved.
"##,
        title: "Highland airports closed by first snow",
        section: "",
        source: "Xinhua",
        byline: "",
        place: "TANZHOU",
        published: "2007-11-18T20:14:05",
        body: Some(&[P[7], P[8], P[9]]),
    },
    Layout {
        name: "chinaorg",
        page: r##"Home > China
Tools: Save | Print | E-mail | Most Read

Silk mill museum opens its doors to visitors
0 Comment(s)Print E-mail Xinhua, March 7, 2016
Adjust font size:

{m}

{n}

{o}

Follow China.org.cn on Twitter and Facebook to join the conversation.

Go to Forum >>0 Comment(s)
Add your comments...
   User Name Required
   Your Comment
   Enter the words you see:
"##,
        title: "Silk mill museum opens its doors to visitors",
        section: "Home > China",
        source: "Xinhua",
        byline: "",
        place: "",
        published: "2016-03-07",
        body: Some(&[P[12], P[13], P[14]]),
    },
    Layout {
        name: "chinaorg_old",
        page: r##"Silk Mill Museum Opens Doors

{m}

{n}

{o}

(Xinhua News Agency March 7, 2006)
Print This Page | Email This Page
About Us SiteMap Feedback
Copyright © China Internet Information Center. All Rights Reserved
E-mail: webmaster@example.org Tel: 86-10-88828000
"##,
        title: "Silk Mill Museum Opens Doors",
        section: "",
        source: "Xinhua News Agency",
        byline: "",
        place: "",
        published: "2006-03-07",
        body: Some(&[P[12], P[13], P[14]]),
    },
    Layout {
        name: "govcn",
        page: r##"Home > News > Top News
Premier visits river port of Lanping
Updated: Mar 7,2016 3:24 PM     Xinhua

{a}

{b}

{c}

Related stories
Port cities sign pact
Premier stresses river safety
"##,
        title: "Premier visits river port of Lanping",
        section: "Home > News > Top News",
        source: "Xinhua",
        byline: "",
        place: "LANPING",
        published: "2016-03-07T15:24",
        body: Some(&[P[0], P[1], P[2]]),
    },
    Layout {
        name: "gt",
        page: r##"CHINA / SOCIETY

Village doctors get online classes
By Global Times Published: Oct 31, 2021 09:15 PM

Village doctors attend a class. Photo: VCG

{m}

{n}

{o}

RELATED ARTICLES

Doctors wanted in the west
Snow closes roads
"##,
        title: "Village doctors get online classes",
        section: "CHINA / SOCIETY",
        source: "Global Times",
        byline: "",
        place: "",
        published: "2021-10-31T21:15",
        body: Some(&[P[12], P[13], P[14]]),
    },
    Layout {
        name: "gt_2013",
        page: r##"Village doctors get online classes
Global Times | 2013-3-7 0:53:01
By Chang Liang
E-mail   Print

{m}

{n}

{o}
"##,
        title: "Village doctors get online classes",
        section: "",
        source: "Global Times",
        byline: "Chang Liang",
        place: "",
        published: "2013-03-07T00:53:01",
        body: Some(&[P[12], P[13], P[14]]),
    },
    Layout {
        name: "shd",
        page: r##"Home » Business » Economy

Grain terminals to boost river trade
By Feng Jianwu | March 7, 2016, Monday |  Print Edition

THE river port of Lanping will add two new grain terminals by the end of next year, local officials said yesterday.

{b}

{f}

Share this story
"##,
        title: "Grain terminals to boost river trade",
        section: "Home » Business » Economy",
        source: "",
        byline: "Feng Jianwu",
        place: "",
        published: "2016-03-07",
        body: Some(&[
            "THE river port of Lanping will add two new grain terminals by the end of next year, local officials said yesterday.",
            P[1],
            P[5],
        ]),
    },
    Layout {
        name: "cri",
        page: r##"Silk Mill Museum Reopens after Restoration
2010-05-12 17:31:08     Xinhua      Web Editor: Jiang Aili

{m}

{n}

{o}

Related stories
Old looms find a home
My Comment
Name
"##,
        title: "Silk Mill Museum Reopens after Restoration",
        section: "",
        source: "Xinhua",
        byline: "",
        place: "",
        published: "2010-05-12T17:31:08",
        body: Some(&[P[12], P[13], P[14]]),
    },
    Layout {
        name: "bbc_2004",
        page: r##"BBC NEWS
News Front Page
Africa
Americas
Asia-Pacific
Europe
Middle East
South Asia
UK
Business
Last Updated: Wednesday, 3 March, 2004, 16:22 GMT
E-mail this to a friend   Printable version
Snow closes highland airports

By Anna Merrow
BBC News, Tanzhou

{i}

{j}

'No blankets'

{e}

SEE ALSO:
Winter grips the north
02 Mar 04 | Asia-Pacific
RELATED INTERNET LINKS:
Highland weather service
The BBC is not responsible for the content of external internet sites
TOP ASIA-PACIFIC STORIES NOW
"##,
        title: "Snow closes highland airports",
        section: "",
        source: "",
        byline: "Anna Merrow",
        place: "",
        published: "2004-03-03T16:22",
        body: Some(&[P[8], P[9], "'No blankets'", P[4]]),
    },
];
