//! Layouts of two dailies, from their first pages on the web to their latest.

use super::{Layout, P};

pub(super) const LAYOUTS: &[Layout] = &[
    Layout {
        name: "cd_pipe_2020",
        page: r##"Global Edition
ASIA 中文
双语
Français
China
Home / China / Society

Tanzhou hospital trains village doctors online

By WEI QINGSHAN in Tanzhou | China Daily | Updated: 2020-05-06 07:02
Share
Share - WeChat
A village doctor takes part in an online class in Tanzhou on Tuesday. [Photo by Luo Ning/For China Daily]

{m}

{n}

{o}

Contact the writers at weiqingshan@example.com.cn

Most Viewed in 24 Hours
Top
BACK TO THE TOP
English
Copyright 1995 - 2020 . All rights reserved. Nothing on these pages may be printed again unless the publisher agrees.
License for publishing multimedia online 0999999

Registration Number: 999999
About China Daily
Advertise on Site
Contact Us
Job Offer
Expat Employment
FOLLOW US
"##,
        title: "Tanzhou hospital trains village doctors online",
        section: "Home / China / Society",
        source: "China Daily",
        byline: "WEI QINGSHAN",
        place: "",
        published: "2020-05-06T07:02",
        body: Some(&[P[12], P[13], P[14]]),
    },
    Layout {
        name: "cd_xinhua_pipe_2017",
        page: r##"USEUROPEAFRICAASIA 中文双语Français
Home / World

Snow closes roads in northern highlands

Xinhua | Updated: 2017-06-19 09:21

{h}

{i}

{j}

Today's Top News

Snow closes schools too
Editor's picks
Most Viewed
"##,
        title: "Snow closes roads in northern highlands",
        section: "Home / World",
        source: "Xinhua",
        byline: "",
        place: "TANZHOU",
        published: "2017-06-19T09:21",
        body: Some(&[P[7], P[8], P[9]]),
    },
    Layout {
        name: "cd_2005",
        page: r##"Home>News Center>China

Lanping port to grow

By Xing Baolu (China Daily)
Updated: 2005-03-04 06:31

{a}

{b}

{c}

{d}

(China Daily 03/04/2005 page1)

Today's Top News   Top China News
Bridge collapse kills four
Hu Weisan leaves for Oslo
"##,
        title: "Lanping port to grow",
        section: "Home>News Center>China",
        source: "China Daily",
        byline: "Xing Baolu",
        place: "LANPING",
        published: "2005-03-04T06:31",
        body: Some(&[P[0], P[1], P[2], P[3]]),
    },
    Layout {
        name: "cd_2007_slash",
        page: r##"CHINA / National

Two grain terminals planned for Lanping
(Xinhua)
Updated: 2007-04-18 07:09

{a}
{b}
{c}
{e}
Related readings:
 Lanping ferry sinks in storm
 Grain prices fall for third month
 Port city seeks investors
{g}
{f}

 Top China News
 Farmers paid to plant trees
 Police hunt cable thieves
"##,
        title: "Two grain terminals planned for Lanping",
        section: "CHINA / National",
        source: "Xinhua",
        byline: "",
        place: "",
        published: "2007-04-18T07:09",
        body: Some(&[P[0], P[1], P[2], P[4], P[6], P[5]]),
    },
    Layout {
        name: "cd_2009_gt",
        page: r##"CHINA> National
Lanping barge traffic grows fast
By Ruan Keqin (China Daily)
Updated: 2009-11-20 08:13

{a}

Related readings:
Lanping barge traffic grows fast Locks widened on upper river
Lanping barge traffic grows fast Fuel tax hits barge owners
Lanping barge traffic grows fast Ferry link reopens

{b}

{c}

{d}

   Previous page 1 2 3 Next Page
"##,
        title: "Lanping barge traffic grows fast",
        section: "CHINA> National",
        source: "China Daily",
        byline: "Ruan Keqin",
        place: "LANPING",
        published: "2009-11-20T08:13",
        body: Some(&[P[0], P[1], P[2], P[3]]),
    },
    Layout {
        name: "cd_usa_stampfirst",
        page: r##"Latest News

Silk mill museum opens after long restoration

Updated: 2013-03-17 08:02

By Tang Yueying in Suzhen ( China Daily)

  Print Mail Large Medium  Small 分享按钮 12

{m}

{n}

{o}

Related Stories

Looms on loan from abroad   2013-03-17 14:45
Old mill town seeks visitors   2013-03-16 09:44
8.03K
"##,
        title: "Silk mill museum opens after long restoration",
        section: "",
        source: "China Daily",
        byline: "Tang Yueying",
        place: "",
        published: "2013-03-17T08:02",
        body: Some(&[P[12], P[13], P[14]]),
    },
    Layout {
        name: "pd_2013",
        page: r##"English>>China Society

Silk mill museum opens doors

(Xinhua)    08:07, March 01, 2013

{m}

{n}

{o}

(Editor:WangJun、Zhang Qian)

Related Reading

Mills of the south
Silk prices fall

Leave your comment
"##,
        title: "Silk mill museum opens doors",
        section: "English>>China Society",
        source: "Xinhua",
        byline: "",
        place: "",
        published: "2013-03-01T08:07",
        body: Some(&[P[12], P[13], P[14]]),
    },
    Layout {
        name: "pd_2011",
        page: r##"Home>>China Business

Lanping barge fleet doubles

By Yao Lihua (People's Daily Online)

16:54, August 04, 2011

{a}

{b}

{f}

Most Popular
More Headlines
Legacy of the flood [ 09:26 July 28 2011]
Picture Stories
"##,
        title: "Lanping barge fleet doubles",
        section: "Home>>China Business",
        source: "People's Daily Online",
        byline: "Yao Lihua",
        place: "LANPING",
        published: "2011-08-04T16:54",
        body: Some(&[P[0], P[1], P[5]]),
    },
    Layout {
        name: "pd_2005",
        page: r##"Home >> World
UPDATED: 17:05, June 14, 2006
Snow closes mountain airports
font size    ZoomIn    ZoomOut

{h}

{i}

{j}

Source: Xinhua

Comments on the story
Comment on the story
Recommend to friends
Tell a friend
Print friendly Version
Save to disk
Copyright by People's Daily Online, All Rights Reserved
"##,
        title: "Snow closes mountain airports",
        section: "Home >> World",
        source: "Xinhua",
        byline: "",
        place: "TANZHOU",
        published: "2006-06-14T17:05",
        body: Some(&[P[7], P[8], P[9]]),
    },
    Layout {
        name: "pd_home_alone",
        page: r##"Home>>

Silk mill museum reopens
(Xinhua) 09:21, March 05, 2019

{m}

{n}

(Web editor: Zhong Wen, Liang Ju)
"##,
        title: "Silk mill museum reopens",
        section: "",
        source: "Xinhua",
        byline: "",
        place: "",
        published: "2019-03-05T09:21",
        body: Some(&[P[12], P[13]]),
    },
];
