"""What is known of the words of some languages: stop words, and beginnings that lean on others."""

from typing import NamedTuple


class WordLists(NamedTuple):
    """What is known of the words of a language.

    Attributes:
        stop: words that say nothing of what a text is about.
        openers: first words that refer to the sentence before.
        phrases: beginnings that do so, of several words or in scripts without spaces.
        whole: beginnings that look like one of these, but speak of the text itself.
        labels: words before a colon that make a sentence a note to the reader, or a credit.
        initials: the first letters of `phrases`.
    """

    stop: frozenset[str]
    openers: frozenset[str]
    phrases: tuple[str, ...]
    whole: tuple[str, ...]
    labels: frozenset[str]
    initials: frozenset[str]


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.casefold().split(",") if part.strip())


def _lists(
    stop: str = "", openers: str = "", phrases: str = "", *, whole: str = "", labels: str = ""
) -> WordLists:
    return WordLists(
        frozenset(stop.casefold().split()),
        frozenset(openers.casefold().split()),
        _parts(phrases),
        _parts(whole),
        frozenset(_parts(labels)),
        frozenset(phrase[0] for phrase in _parts(phrases)),
    )


_NO_LISTS = _lists()
_LISTS = {
    "en": _lists(
        "a about after all also an and any are as at be because been before but by can could did "
        "do does for from had has have he her his how i if in into is it its may more most no not "
        "of on one or other our out over s said she should so some such t than that the their "
        "them then there these they this those to up us was we were what when which while who "
        "will with would you your",
        "this that these those it its he his him she her they their them such but and so yet or "
        "nor however moreover furthermore additionally also therefore thus hence consequently "
        "nevertheless nonetheless meanwhile instead otherwise likewise similarly then still "
        "afterwards besides accordingly",
        "as a result,as such,for example,for instance,for this reason,for that reason,"
        "in addition,in contrast,by contrast,in turn,in other words,in this ,in that ,"
        "on the other hand,on top of that,because of this,because of that,at the same time,"
        "to this end,to that end,after that,with this ,of these",
        whole="in this paper,in this post,in this article,in this release,in this report,"
        "in this study,in this work,in this guide,in this section,in this tutorial,"
        "in this version,in this blog,in this issue,in this episode,in this chapter",
        labels="edit,update,updated,note,nb,n.b,editor's note,editor’s note,disclaimer,"
        "correction,source,sources,photo,photos,image,image credit,credit,caption,via,"
        "tags,related,see also,read more,tl;dr,ps,p.s",
    ),
    "de": _lists(
        "aber als am an auch auf aus bei bis das dass dem den der des die dies diese durch ein "
        "eine einem einen einer eines er es für hat haben ich ihr im in ist kann mit nach nicht "
        "noch nur oder sein sich sie sind so über um und uns von vor war waren was wenn werden "
        "wie wir wird wurde zu zum zur",
        "dies diese dieser dieses diesem diesen er sie es ihr ihre sein seine ihm ihn ihnen aber "
        "doch und jedoch allerdings außerdem zudem ferner deshalb daher darum deswegen dabei "
        "damit dadurch danach dann dazu davon dagegen dennoch trotzdem auch so somit folglich "
        "schließlich hingegen gleichzeitig stattdessen",
        "zum beispiel,im gegensatz dazu,aus diesem grund,auf der anderen seite,darüber hinaus",
        whole="in diesem artikel,in diesem beitrag,in diesem bericht,in dieser ausgabe,"
        "in dieser version",
        labels="anmerkung,hinweis,nachtrag,update,korrektur,quelle,quellen,foto,fotos,bild,"
        "siehe auch,mehr dazu",
    ),
    "fr": _lists(
        "à au aux avec c ce ces cette d dans de des du elle en est et été être eux il ils je l la "
        "le les leur lui mais me même n ne nous on ont ou où par pas plus pour qu que qui s sa se "
        "ses son sont sur un une vous y",
        "ce cet cette ces cela ça c il elle ils elles son sa ses leur leurs celui celle ceux "
        "celles mais et or donc cependant toutefois pourtant néanmoins ainsi aussi ensuite puis "
        "enfin lui",
        "en effet,en outre,de plus,par ailleurs,par conséquent,en revanche,au contraire,"
        "par exemple,d'autre part,d’autre part,c'est pourquoi,c’est pourquoi",
        whole="dans cet article,dans ce billet,dans ce rapport",
        labels="note,remarque,mise à jour,source,sources,photo,crédit,lire aussi,voir aussi",
    ),
    "es": _lists(
        "a al ante como con contra cual de del desde donde e el ella en entre era es esta este "
        "fue ha han hasta la las le lo los más me mi no nos o para pero por que se según ser si "
        "sin sobre son su sus también un una y ya",
        "esto este esta estos estas eso ese esa esos esas aquello él ella ellos ellas ello su sus "
        "pero y sino además también así entonces luego aunque asimismo",
        "sin embargo,no obstante,por eso,por esto,por ello,por lo tanto,por tanto,en cambio,"
        "por ejemplo,por otro lado,por otra parte,a su vez,al mismo tiempo",
        whole="en este artículo,en este informe,en este estudio",
        labels="nota,actualización,corrección,fuente,fuentes,foto,véase también,lea también",
    ),
    "ru": _lists(
        "а без бы был была были было быть в вам вас во вот вы где да для до его ее её если есть "
        "еще ещё же за и из или им их к как ко когда которые который ли мы на над не нет но о об "
        "он она они от по под при с со так также то только у уже чем что чтобы это я",
        "это этот эта эти этого этому этим он она оно они его её ее их им ему ей такой такая "
        "такие такое но а и однако также тоже поэтому затем потом тогда зато тем",
        "кроме того,при этом,в то же время,в результате,в связи с этим,в этом,таким образом,"
        "например,между тем,вместо этого,из-за этого,с другой стороны,более того,после этого",
        whole="в этой статье,в этом отчёте,в этом отчете,в этом выпуске",
        labels="примечание,обновление,источник,фото,см. также,читайте также",
    ),
    "uk": _lists(
        "а або без був була були було бути в ви від він вона вони все всі де для до є за з зі і "
        "із й її їх його ж же к коли ми на над не ні о об по при про разом с та так також те ти "
        "то тільки у у цей ця це ці чи що щоб як які який я",
        "це цей ця ці цього цьому цим він вона воно вони його її їх їхній їхня їхні їм йому їй "
        "такий така такі таке але а і й та однак проте також теж тому потім тоді зате тим отже",
        "крім того,окрім того,при цьому,водночас,у той же час,в той же час,в результаті,"
        "у результаті,у зв'язку з цим,у зв’язку з цим,таким чином,наприклад,тим часом,"
        "натомість,через це,з іншого боку,більше того,після цього",
        whole="у цій статті,в цій статті,у цьому звіті,у цьому випуску",
        labels="примітка,оновлення,джерело,фото,див. також,читайте також",
    ),
    "zh": _lists(
        phrases="这,那,這,但,但是,然而,他,她,它,此外,而且,因此,所以,不过,不過,同时,同時,"
        "另外,其中,例如",
        whole="在这篇,在這篇",
    ),
    "ja": _lists(
        phrases="これ,それ,この,その,しかし,だが,また,そして,彼は,彼女,一方,さらに,"
        "そのため,例えば,たとえば,ただし,なお,こうした,そうした",
        whole="この記事では,この論文では",
    ),
    "th": _lists(
        phrases="เธอ,พวกเขา,พวกเธอ,มัน,นอกจาก,ดังนั้น,อย่างไรก็,ทั้งนี้,ทั้งหมดนี้,ส่วน,แต่,และ,จากนั้น,"
        "ขณะเดียวกัน,ในขณะเดียวกัน,เช่นเดียวกัน,ต่อมา,หลังจากนั้น,ด้วยเหตุนี้,เพราะฉะนั้น,เหตุนี้",
        whole="มันสำปะหลัง,มันฝรั่ง,มันเทศ,มันหวาน,ส่วนใหญ่,ส่วนราชการ,ส่วนหนึ่ง,ส่วนตัว,ส่วนกลาง,"
        "แต่งงาน,แต่งตั้ง,แต่ละ",
        labels="หมายเหตุ,ภาพ,ที่มา,แหล่งที่มา,อ่านเพิ่มเติม,อัปเดต,แก้ไข,เครดิต",
    ),
    "lo": _lists(
        phrases="ນອກຈາກ,ດັ່ງນັ້ນ,ສະນັ້ນ,ຢ່າງໃດກໍ,ທັງນີ້,ໃນຂະນະດຽວກັນ,ຂະນະດຽວກັນ,ຈາກນັ້ນ,ຫຼັງຈາກນັ້ນ,ຕໍ່ມາ",
        labels="ໝາຍເຫດ,ພາບ,ທີ່ມາ",
    ),
}


def lists_of(code: str) -> WordLists:
    """The lists of a language, by its code as `primary_language` gives it; empty if unknown."""
    return _LISTS.get(code, _NO_LISTS)
