//! Sites whose layout is like no other: where they print author, stamp and agency.

use super::{Layout, P};

pub(super) const LAYOUTS: &[Layout] = &[
    Layout {
        name: "hk",
        page: r##"HongKong Comment(1)

Home / HK Edition

Flats for dock quarter

By Luis Chan | HK Edition | Updated: 2014-07-31 07:01

{e}

{m}

{n}

luis@example.com

(HK Edition 07/31/2014 page6)

Today's Top News
Most Viewed
"##,
        title: "Flats for dock quarter",
        section: "Home / HK Edition",
        source: "HK Edition",
        byline: "Luis Chan",
        place: "",
        published: "2014-07-31T07:01",
        body: Some(&[P[4], P[12], P[13]]),
    },
    Layout {
        name: "opinion_2014",
        page: r##"Opinion / Op-Ed Contributors

Rivers need rules, not only ports

By Cao Dewang Li (China Daily) Updated: 2014-09-22 08:08

Comments
Print
Mail
Large Medium  Small 0

{d}

{k}

{e}

The author is a researcher at the Institute of Inland Waterways in Lanping.

Previous Page 1 2 Next Page

Hot Topics
River, ports, grain
Editor's Picks
"##,
        title: "Rivers need rules, not only ports",
        section: "Opinion / Op-Ed Contributors",
        source: "China Daily",
        byline: "Cao Dewang Li",
        place: "",
        published: "2014-09-22T08:08",
        body: Some(&[
            P[3],
            P[10],
            P[4],
            "The author is a researcher at the Institute of Inland Waterways in Lanping.",
        ]),
    },
    Layout {
        name: "agencies_in",
        page: r##"US EUROPE AFRICA ASIA 中文
World / Americas

Storm floods coast

By Agencies in Port Moresen | China Daily | Updated: 2019-11-27 09:36
 
{i}

{j}

{k}

Special Coverage
Storm season
Copyright 1994 - 2019. All rights reserved.
"##,
        title: "Storm floods coast",
        section: "World / Americas",
        source: "",
        byline: "",
        place: "",
        published: "2019-11-27T09:36",
        body: Some(&[P[8], P[9], P[10]]),
    },
    Layout {
        name: "woc",
        page: r##"You are here: Home > News > Society
Silk mill women tell their stories
December 8, 2015
By Zhang Ruo
Editor: Rong Chen
Text Size: A A A

{m}

{n}

{o}

(Source: Women of China English Monthly)
"##,
        title: "Silk mill women tell their stories",
        section: "Home > News > Society",
        source: "Women of China English Monthly",
        byline: "Zhang Ruo",
        place: "",
        published: "2015-12-08",
        body: Some(&[P[12], P[13], P[14]]),
    },
    Layout {
        name: "ecns",
        page: r##"Home > Society

Silk mill museum draws crowds

2016-03-07 15:24:11 (GMT+0800) (China Daily)

Text: T T
Share: Facebook Twitter

{m}

{n}

{o}

Related news
MorePhoto
Snow in highlands
Most popular in 24h
MoreTop news
Video
Learning Chinese
"##,
        title: "Silk mill museum draws crowds",
        section: "Home > Society",
        source: "China Daily",
        byline: "",
        place: "",
        published: "2016-03-07T15:24:11",
        body: Some(&[P[12], P[13], P[14]]),
    },
    Layout {
        name: "nocrumb_author",
        page: r##"Silk mill museum draws crowds

By Deng Zhao and Li Tan | China Daily Europe | Updated: 2016-03-07 07:24

{m}

{n}

deng@example.com.cn

(China Daily European Weekly 03/07/2016 page12)
"##,
        title: "Silk mill museum draws crowds",
        section: "",
        source: "China Daily Europe",
        byline: "Deng Zhao and Li Tan",
        place: "",
        published: "2016-03-07T07:24",
        body: Some(&[P[12], P[13]]),
    },
    Layout {
        name: "regional_wp",
        page: r##"The Mountain Courier

News
Sports
Obituaries

Council approves bridge over mill creek

By Carla Henson | chenson@example.com
Published 6:00 p.m. ET Mar. 7, 2016 | Updated 9:12 a.m. ET Mar. 8, 2016

{e}

{d}

Support local journalism

{f}

Get the latest news in your inbox
Sign up for our newsletter

MORE FROM THE MOUNTAIN COURIER

Snow closes roads
Mill reopens
© 2016 The Mountain Courier. All rights reserved.
"##,
        title: "Council approves bridge over mill creek",
        section: "",
        source: "",
        byline: "Carla Henson",
        place: "",
        published: "2016-03-08T09:12",
        body: None,
    },
];
