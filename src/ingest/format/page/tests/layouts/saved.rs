//! Pages saved by other means: browsers in text mode, html2text, with lines that say what is what.

use super::{Layout, P};

pub(super) const LAYOUTS: &[Layout] = &[
    Layout {
        name: "md_html2text",
        page: r##"[ ![China Daily](/images/logo.png) ](http://www.example.com.cn/)

  * [Home](/)
  * [China](/china)
  * [World](/world)
  * [Business](/business)

[World](/world) / [Asia-Pacific](/world/asia)

# Snow closes highland airports

China Daily | Updated: 2018-11-27 09:36

[ ](javascript:void(0)) [ Share ](http://share.example.com)

![Snow](snow.jpg)

_Passengers wait at the airport in Tanzhou on Tuesday. [Photo/Agencies]_

{i}

{j}

**No blankets**

{e}

## Related Stories

  * [Winter grips the north](/a.html)
  * [Roads reopen after storm](/b.html)

[Back to the top](#top)
"##,
        title: "Snow closes highland airports",
        section: "World / Asia-Pacific",
        source: "China Daily",
        byline: "",
        place: "",
        published: "2018-11-27T09:36",
        body: Some(&[P[8], P[9], "No blankets", P[4]]),
    },
    Layout {
        name: "lynx",
        page: r##"   [1]Home | [2]China | [3]World | [4]Business | [5]Sports | [6]Opinion

   [7]Home > [8]Business > [9]Economy

   Grain terminals to boost river trade

   (Xinhua) Updated: 2012-10-11 09:12

   [10]Print [11]Mail Large Medium Small

   The river port of Lanping will add two new grain terminals by the end
   of next year, local officials said on Monday, as barge traffic keeps
   growing faster than planned.

   Harbour master Qiu Wenrong said that the first terminal would handle 4.2
   million tons a year and employ about 300 people.

   Residents of the old dock quarter have been offered new flats, though
   some say the compensation is too low.

   Most Popular
     * [12]Ferry link reopens
     * [13]Fuel tax hits barge owners

References

   Visible links
   1. http://www.example.com/
   2. http://www.example.com/china
"##,
        title: "Grain terminals to boost river trade",
        section: "Home > Business > Economy",
        source: "Xinhua",
        byline: "",
        place: "",
        published: "2012-10-11T09:12",
        body: Some(&[
            "The river port of Lanping will add two new grain terminals by the end of next year, local officials said on Monday, as barge traffic keeps growing faster than planned.",
            P[1],
            P[4],
        ]),
    },
    Layout {
        name: "stamp_glued",
        page: r##"China / Society

Silk mill museum draws crowds

By Deng Zhao(chinadaily.com.cn)
Updated: 2015-12-17 16:44:08
Comments

{m}
{n}
{o}
0
Related stories
Mills of the south
Photo
Ceremony marks snow festival
Video
Trending news
2015-12-18: Ten dead
"##,
        title: "Silk mill museum draws crowds",
        section: "China / Society",
        source: "chinadaily.com.cn",
        byline: "Deng Zhao",
        place: "",
        published: "2015-12-17T16:44:08",
        body: Some(&[P[12], P[13], P[14]]),
    },
    Layout {
        name: "title_line",
        page: r##"Silk mill museum draws crowds|Society|chinadaily.com.cn
USEUROPEAFRICAASIA
China / Society
Silk mill museum draws crowds
(Xinhua) Updated: 2015-10-30 08:00
{m}
{n}
{o}
Most Popular
"##,
        title: "Silk mill museum draws crowds",
        section: "China / Society",
        source: "Xinhua",
        byline: "",
        place: "",
        published: "2015-10-30T08:00",
        body: Some(&[P[12], P[13], P[14]]),
    },
    Layout {
        name: "meta",
        page: r##"Title: Silk mill museum draws crowds
URL: http://www.example.com/a/b.html
Section: Culture
Date: 2015-10-30
Source: Delta Daily

{m}

{n}
"##,
        title: "Silk mill museum draws crowds",
        section: "Culture",
        source: "Delta Daily",
        byline: "",
        place: "",
        published: "2015-10-30",
        body: Some(&[P[12], P[13]]),
    },
    Layout {
        name: "crosshead_table",
        page: r##"Business / Industries

Grain trade in figures

(China Daily) Updated: 2012-05-03 10:08

{a}

RIVER TRAFFIC

{b}

Old dock quarter

{e}

The five largest ports are:

1. Lanping
2. Tanzhou
3. Suzhen

{f}

Hot Topics

Hu Weisan, floods, grain
"##,
        title: "Grain trade in figures",
        section: "Business / Industries",
        source: "China Daily",
        byline: "",
        place: "LANPING",
        published: "2012-05-03T10:08",
        body: Some(&[
            P[0],
            "RIVER TRAFFIC",
            P[1],
            "Old dock quarter",
            P[4],
            "The five largest ports are:",
            "1. Lanping",
            "2. Tanzhou",
            "3. Suzhen",
            P[5],
        ]),
    },
];
