filedesc://courier.arc 192.0.2.7 20120903041500 text/plain 73
1 0 made by hand
URL IP-address Archive-date Content-type Archive-length

http://northfield-courier.example/2012/08/25/final 192.0.2.7 20120903041500 text/plain 1413
HTTP/1.1 200 OK
Content-Type: text/plain; charset=utf-8

O'Brien's save takes women's cup to Northfield for the first time

Updated: 2012-08-25 19:44

(Northfield Courier)

  Print Mail Large Medium  Small 分享按钮 0

Northfield won the women's cup on Saturday because Maeve O'Brien, who is a hundred and sixty-three centimetres tall and was told at fifteen that goalkeepers are not, put one hand where nobody thought that she could.

O'Brien's save takes women's cup to Northfield for the first time

Maeve O'Brien (left) is carried off by her teammates after the women's cup final at the County Ground on Aug 25, 2012. [Photo/Northfield Courier]

It was the eighty-ninth minute, with the score at one each. Aldern Rovers had been the better side since half-time and had a penalty to show for it. O'Brien dived to her left, the ball struck the inside of her right wrist, rose, met the bar and came down on the line, where she lay on it "like a hen", her manager said.

Northfield went to the other end and scored. The goal was Tamsin Adeyemi's, from a corner that Rovers thought should have been a goal kick, and it was made by nine players and finished by the knee of the tenth.

There were 11,408 in the ground, a record for a women's match in the county, and 1,000 more on the railway bridge.

"I am not small," O'Brien said afterwards, in a coat that reached to the floor. "The goal is large."

8.03K

http://northfield-courier.example/logo.gif 192.0.2.7 20120903041500 image/gif 50
HTTP/1.1 200 OK
Content-Type: image/gif

GIF89a
