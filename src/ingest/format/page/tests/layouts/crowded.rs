//! Pages with pictures, lists and other stories around theirs.

use super::{Layout, P};

pub(super) const LAYOUTS: &[Layout] = &[
    Layout {
        name: "t1",
        page: r##"Metro
Home / Metro / In the news

Flats for dock quarter

By Luis Chan and Anna Merrow

China Daily
Updated: 2014-07-31 07:01

0

Flats for dock quarter

The dock quarter seen from the river. Photos by Luo Ning / China Daily

{e}

{m}

Luo Ning contributed to this story.

luis@example.com.cn

Flats for dock quarter  Flats for dock quarter

Related:
Mill reopens
Metro fares rise

Tale of two docks
Ferry riders unite
"##,
        title: "Flats for dock quarter",
        section: "Home / Metro / In the news",
        source: "China Daily",
        byline: "Luis Chan and Anna Merrow",
        place: "",
        published: "2014-07-31T07:01",
        body: Some(&[P[4], P[12], "Luo Ning contributed to this story."]),
    },
    Layout {
        name: "t2",
        page: r##"left corner left corner
China Daily Website

Hot pot chain opens 300th branch
 
Updated: 2013-10-11 09:12
By Yao Jing ( China Daily )

 Print Mail Large Medium  Small

Hot pot chain opens 300th branch

A waiter serves guests at the branch in Tanzhou. Luo Ning / China Daily

{e}

{m}

Hot pot chain opens 300th branch Hot pot chain opens 300th branch

Noodle maker goes public	Tea exports rise

 
 ...
 ...
  • Group a building block for rivers

    An unusually long congress ended in Tanzhou without a statement, but the delegates of eleven river states agreed on a common set of signals for barges.
...
"##,
        title: "Hot pot chain opens 300th branch",
        section: "",
        source: "China Daily",
        byline: "Yao Jing",
        place: "",
        published: "2013-10-11T09:12",
        body: Some(&[P[4], P[12]]),
    },
    Layout {
        name: "t3",
        page: r##"Friday, December 22, 2000, updated at 09:22(GMT+8)
 Business

Lanping to Build Two Grain Terminals

{a}

{b}
    {e}
{d}

 In This Section
 
 
 Two grain terminals are to be built in Lanping, where barge traffic keeps growing faster than planned, local officials said.

 Advanced Search


 Relevant Stories
Grain Exports Rise
Copyright by People's Daily Online, all rights reserved
"##,
        title: "Lanping to Build Two Grain Terminals",
        section: "Business",
        source: "People's Daily Online",
        byline: "",
        place: "",
        published: "2000-12-22T09:22",
        body: Some(&[P[0], P[1], P[4], P[3]]),
    },
    Layout {
        name: "t4",
        page: r##"Tuesday, March 06, 2001, updated at 22:19(GMT+8)
World
Highland States Sign Water Pact

{e}
{m}

(Xinhua)

In This Section
"##,
        title: "Highland States Sign Water Pact",
        section: "World",
        source: "Xinhua",
        byline: "",
        place: "",
        published: "2001-03-06T22:19",
        body: Some(&[P[4], P[12]]),
    },
    Layout {
        name: "t5",
        page: r##"Home   News   Business   Sports   Opinion   Travel   Photo   Video   Forum
Sunday, April 26, 2015 Search
HOME >> BUSINESS
Lanping port to grow
Global Times | Agencies
Published on April 25, 2015 20:33

{b}
{m}
{e}

Newspaper headline: Lanping port to grow

Posted in: Economy

Related News
Hottest Comments
"##,
        title: "Lanping port to grow",
        section: "HOME >> BUSINESS",
        source: "Global Times",
        byline: "",
        place: "",
        published: "2015-04-25T20:33",
        body: Some(&[P[1], P[12], P[4]]),
    },
    Layout {
        name: "t6",
        page: r##"  BIZCHINA / Center  |  Home
------------------------------
Lanping port to grow

By Wan Zhihong (China Daily)
Updated: 2007-06-25 08:47

  {b}

  {m}

  {e}

  (China Daily 06/25/2007 page14)

  (For more biz stories, please visit Industry Updates)

-----------------
? Related Stories ?
� Watch tower greenlights barges
===================================
� Lanping stresses fair play
===================================
"##,
        title: "Lanping port to grow",
        section: "BIZCHINA / Center",
        source: "China Daily",
        byline: "Wan Zhihong",
        place: "",
        published: "2007-06-25T08:47",
        body: Some(&[P[1], P[12], P[4]]),
    },
    Layout {
        name: "t7",
        page: r##"Lanping port to grow - Delta Daily
Delta Daily
Delta Daily
Search
Menu
News
Tuesday 8 March 2016
Business
Lanping port to grow
By Business Reporter
Published: 00:01 GMT, 7 March 2016 | Updated: 01:33 GMT, 7 March 2016
View comments
{b}
Advertisement
{m}
Scroll down for video
{e}
Read more: Mill reopens after four years
{f}
Share or comment on this article:
Lanping port to grow
Comments (3)
Top stories
{g}
"##,
        title: "Lanping port to grow",
        section: "Business",
        source: "",
        byline: "Business Reporter",
        place: "",
        published: "2016-03-07T01:33",
        body: Some(&[P[1], P[12], P[4], P[5]]),
    },
    Layout {
        name: "t8",
        page: r##"Xinhua Headlines: Silk mill museum draws crowds
Xinhua | Updated: 2019-06-25 08:47

by Xinhua writers Deng Zhao, Li Tan

{h}

{i}

MORE SNOW AHEAD

{j}

(Zhou Min in Tanzhou also contributed to the story.)  ■

Related:
Snow in highlands
Roads closed
"##,
        title: "Xinhua Headlines: Silk mill museum draws crowds",
        section: "",
        source: "Xinhua",
        byline: "",
        place: "TANZHOU",
        published: "2019-06-25T08:47",
        body: None,
    },
    Layout {
        name: "t10",
        page: r##"Société / Delta

Le port de Lanping s'agrandit

Par Anne Merle | Publié le 25/06/2019 à 08:47

Le port fluvial de Lanping aura deux terminaux de plus avant la fin de l'année prochaine, ont annoncé lundi les autorités locales.

Les habitants du vieux quartier des docks ont reçu une offre de relogement, mais beaucoup la jugent trop basse.

Lire aussi
Mentions légales
"##,
        title: "Le port de Lanping s'agrandit",
        section: "Société / Delta",
        source: "",
        byline: "Anne Merle",
        place: "",
        published: "2019-06-25T08:47",
        body: None,
    },
];
