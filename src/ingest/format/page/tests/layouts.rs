//! Layouts of saved news pages, one a row: the page, and what the reader must make of it.
//!
//! The stories are invented; `{a}` to `{o}` stand for the paragraphs in [`P`]. An empty field is not compared, for a page
//! may say less than a reader could guess; a body of `None` is neither.

/// One page and its fields.
pub(super) struct Layout {
    pub name: &'static str,
    pub page: &'static str,
    pub title: &'static str,
    pub section: &'static str,
    pub source: &'static str,
    pub byline: &'static str,
    pub place: &'static str,
    pub published: &'static str,
    pub body: Option<&'static [&'static str]>,
}

impl Layout {
    /// The page with its paragraphs in place.
    pub fn text(&self) -> String {
        let letters = ('a'..='o').zip(P);
        letters.fold(self.page.to_owned(), |page, (letter, paragraph)| {
            page.replace(&format!("{{{letter}}}"), paragraph)
        })
    }
}

/// The paragraphs of the stories.
pub(super) const P: [&str; 15] = [
    "LANPING - The river port of Lanping will add two new grain terminals by the end of next year, local officials said on Monday, as barge traffic keeps growing faster than planned.",
    "Harbour master Qiu Wenrong said that the first terminal would handle 4.2 million tons a year and employ about 300 people.",
    "\"We could not wait any longer,\" Qiu told a news briefing. \"Ships were queuing for three days in October.\"",
    "The project was first announced on March 3, 2009, but it was delayed twice because of floods and a dispute over land.",
    "Residents of the old dock quarter have been offered new flats, though some say the compensation is too low.",
    "The ministry did not respond to a request for comment.",
    "A second terminal, for rice and maize, is to follow once a railway bridge has been widened.",
    "TANZHOU, Nov. 18 (Xinhua) -- A cold front brought the first heavy snow of the winter to the northern highlands on Wednesday, closing eleven roads and two airports.",
    "More than 400 passengers spent the night in the terminal, where volunteers handed out noodles and blankets.",
    "Forecasters expect temperatures to fall to minus 22 degrees Celsius before the weekend, the lowest value since 1987.",
    "Hot topics were discussed at the meeting, from school heating to the price of cabbage, but no decision was taken.",
    "Xinhua",
    "The museum in the former silk mill opened its doors on Saturday after four years of restoration, drawing long lines of visitors from early morning.",
    "Curator Deng Suyin said the collection of looms was the largest of its kind in the south of the country.",
    "Entrance is free until the end of the month, and guided tours are offered in four languages.",
];

/// The layouts.
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
