/*
 * How the threads of one half wait for what its bell announces: two seats or one, spinning with the bell unmarked, parking,
 * hand-over, a thread of the watch's own, and the workers of a dispatcher.
 *
 * Ringer: the other half. It sets a news bit, reads the bell, and if it is marked rings: CAS, then the kernel wakes one sleeper.
 * Waiter: registers; clears its flag; looks at what it waits for; spins, or not; attends (drains the bits, tells whom they
 *         concern); else sits and sleeps on the bell, or marks it and parks. At the end it leaves, hands over, and works.
 * Own:    the thread that leads where there is one seat, and ends when it is spared; several, for one may start while the
 *         last one is about to go.
 *
 * What is waited for, by switch:
 *   (none)  gets: two seats; each waiter has a message of its own coming, which whoever drains its bit hands to it.
 *   CREW    workers of a dispatcher: two seats; any worker may take any message; one at most is on its way.
 *   CALL    calls: one seat, nobody unmarks; each caller sees its own reply, the bit is there to wake it.
 *
 * One access to shared memory, to a volatile field or under a lock is one step; atomic{} stands for one hardware atomic, for
 * what is under one lock, or for private and ghost steps. The kernel's wait compares once, on entry; a word that changes later
 * wakes nobody. Which of the kernel's sleepers a ring wakes, and which registered thread a hand-over, is left open. A spin is a
 * look that may come late: it sees something, or gives up. Memory is sequentially consistent. A wait's last look is of two
 * steps, flag and bits, as the code has it; the looks before it are of one.
 *
 * Merged or left out: copying messages, slots and offers (slots.pml); hungry; the close; waits on several bells at once; which
 * wakes count as wakes for nothing; when a spin is worth it, and when the thread of its own is idle: both may happen at any
 * time. The bell's sequence never wraps.
 *
 * Every run is finite unless threads go round without news, so a search for cycles needs no labels.
 *
 * At quiescence every waiter has what it waits for, and no news bit is set while one sleeps or parks. A waiter may stay at work
 * for ever (STAYS), so that a late return heals nothing.
 *
 * Switches: NW waiters, ROUNDS waits each (CREW: NR messages at once, ROUNDS each), STAYS, QUITS (waits that end by their
 *           deadline), SPINS (spins of each waiter; absent: any number), RINGERS, CALL: ENDS (times that an Own is idle),
 *           OWNS, VIRT (bit w: waiter w is a virtual thread), SEQ (the bell is a
 *           number below SEQ), BUG_* broken variants.
 *
 *   FILE=bell.pml ./mc.sh gets "-DNW=2"          and all that the README lists: ./bell.sh
 */
#ifndef NW
#define NW 2
#endif
#ifndef ROUNDS
#define ROUNDS 1
#endif
#ifndef RINGERS
#define RINGERS 1
#endif
#ifndef STAYS
#define STAYS (NW-1)
#endif
#ifndef QUITS
#define QUITS 0
#endif
#ifndef ENDS
#define ENDS 1
#endif
#ifndef NR
#define NR 2
#endif
#ifndef VIRT
#define VIRT 0
#endif
#if defined(BUG_ROUSE_STORE) && !defined(SEQ)
#define SEQ 16
#endif
#ifndef OWNS
#ifdef CALL
#define OWNS 2
#else
#define OWNS 0
#endif
#endif
#ifdef CALL
#define TWO 0
#else
#define TWO 1
#endif
#define SPARED 2                     /* so many wait at most when the thread of its own may end */
#define THREADS (NW+OWNS)
#define BIT(n)  (1 << (n))
#define NONE    255
#define LIMIT(w) limit[(w) >= NW]    /* how many more waits may end by the deadline */

/* ---- shared memory ---- */
byte bell;                           /* sequence << 1 | asleep; without SEQ only its lowest bit */
byte copy[10];                       /* of each process, see below */
byte news;                           /* a bit set */
bit  inKernel[5];                    /* kernel: who sleeps on the bell */

/* ---- the watch ---- */
byte waiting;                        /* who is registered: a set */
byte seat = NONE, standby = NONE;
bit  poked[5], bed[5], parked[5], permit[5];
bit  dedicated, started, monitor;    /* monitor: the lock of the two */
byte own = NONE;

/* ---- what is waited for ---- */
#define S_IDLE  0
#define S_OPEN  1                    /* GET: offered. CALL: delivered, the caller spins */
#define S_ASKS  2                    /* CALL: PARKED */
#define S_SENT  3                    /* GET, CREW: a message is there */
#define S_DONE  4                    /* GET: collected. CALL: replied */
byte st[3];
/* CREW, all under one lock */
byte work, idle, hired = 1;
bit  coming, called[5];

/* ---- environment, ghosts ---- */
byte stays = STAYS, limit[2], stayed, fin;

/* ================================ the bell ================================ */

inline wakeOne() {
    atomic {
        if
        :: inKernel[0] -> inKernel[0] = 0
        :: inKernel[1] -> inKernel[1] = 0
        :: inKernel[2] -> inKernel[2] = 0
        :: inKernel[3] -> inKernel[3] = 0
        :: inKernel[4] -> inKernel[4] = 0
        :: else
        fi }
}

/*
 * A thread's copy of the word, for a CAS or for the kernel. As the word only grows, of a copy only this matters: whether the
 * word is the SAME, was MARKED since (copy + 1), or is PAST it. With numbers, if SEQ is given, for what makes the word go back.
 */
#ifdef SEQ
#define EVEN(b)     ((b) & 254)
#define NEXT(b)     (((b) + 1) % SEQ)
#define UNCHANGED   (bell == copy[_pid])
#define MARKED_NOW  (bell == copy[_pid] + 1)
#define NO_COPY     NONE
inline take()       { copy[_pid] = bell }
inline takeEven()   { copy[_pid] = EVEN(bell) }
inline mark()       { bell++; copy[_pid] = bell }
inline adoptMark()  { copy[_pid] = bell }
inline clearMark()  { bell = NEXT(bell | 1); copy[_pid] = NO_COPY }
#else
#define SAME        1
#define MARKED      2
#define PAST        3
#define UNCHANGED   (copy[_pid] == SAME)
#define MARKED_NOW  (copy[_pid] == MARKED)
#define NO_COPY     0
#define AFTER_MARK(n)  copy[n] = (copy[n] == SAME -> MARKED : copy[n])
#define AFTER_CLEAR(n) copy[n] = (copy[n] -> PAST : 0)
inline take()       { copy[_pid] = SAME }
inline takeEven()   { copy[_pid] = (bell -> MARKED : SAME) }
inline mark() {
    bell = 1;
    AFTER_MARK(2); AFTER_MARK(3); AFTER_MARK(4); AFTER_MARK(5); AFTER_MARK(6); AFTER_MARK(7); AFTER_MARK(8); AFTER_MARK(9);
    copy[_pid] = SAME
}
inline adoptMark()  { copy[_pid] = SAME }
inline clearMark() {
    bell = 0;
    AFTER_CLEAR(2); AFTER_CLEAR(3); AFTER_CLEAR(4); AFTER_CLEAR(5); AFTER_CLEAR(6); AFTER_CLEAR(7); AFTER_CLEAR(8); AFTER_CLEAR(9);
    copy[_pid] = NO_COPY
}
#endif
inline drop()       { copy[_pid] = NO_COPY }

inline ring() {
    if
    :: atomic { bell & 1 -> take() }
        if
        :: atomic { UNCHANGED -> clearMark() } wakeOne()
        :: atomic { else -> drop() }
        fi
    :: atomic { else -> skip }
    fi
}

inline unmark() {
    if
    :: atomic { bell & 1 -> take() }
        if
        :: atomic { UNCHANGED -> clearMark() }
        :: atomic { else -> drop() }
        fi
    :: atomic { else -> skip }
    fi
}

inline rouse() {
#ifndef BUG_ROUSE_SAME
    atomic { take() }
#ifdef BUG_ROUSE_STORE
    atomic { bell = NEXT(copy[_pid] | 1); drop() }
#else
    if
    :: atomic { UNCHANGED -> clearMark() }
    :: atomic { else -> drop() }
    fi;
#endif
#endif
    atomic { inKernel[0] = 0; inKernel[1] = 0; inKernel[2] = 0; inKernel[3] = 0; inKernel[4] = 0 }
}

inline markBell() {                  /* the copy is what to sleep on; none if somebody rings at this moment */
    atomic { takeEven() }
    if
    :: atomic { UNCHANGED -> mark() }
    :: atomic { else -> skip }
        if
        :: atomic { MARKED_NOW -> adoptMark() }
        :: atomic { else -> drop() }
        fi
    fi
}

/* ================================ the watch ================================ */

inline wake(v) {
    poked[v] = 1;
#ifndef BUG_POKE_PARK_ONLY
    if :: bed[v] -> rouse() :: else fi;
#endif
    if :: parked[v] -> permit[v] = 1 :: else fi
}

inline isTaken() {                   /* t */
    if
    :: atomic { seat != NONE -> t = 1 }
    :: atomic { else -> t = 0 }
#if TWO
        if :: atomic { standby != NONE -> t = 1 } :: atomic { else -> skip } fi
#endif
    fi
}

inline markTaken() {
    markBell();
    atomic { drop() }
#ifndef BUG_NO_LOOK
    if :: news -> ring() :: else fi
#endif
}

inline handOver() {
#ifndef BUG_TAKEN_EARLY
    isTaken();
#endif
    if
    :: t ->
        t = 0;
#ifndef BUG_NO_REMARK
        markTaken()
#endif
#ifdef BUG_UNMARK_BLIND
        ; unmark()
#endif
    :: else ->
        atomic { v = own }
        if
        :: v != NONE
        :: else ->
            atomic {
                if
                :: waiting & BIT(0) & ~VIRT -> v = 0
                :: waiting & BIT(1) & ~VIRT -> v = 1
                :: waiting & BIT(2) & ~VIRT -> v = 2
                :: waiting & BIT(3) -> v = 3
                :: waiting & BIT(4) -> v = 4
                :: else
                fi }
        fi;
        if :: v != NONE -> wake(v) :: else fi;
        v = NONE
    fi
}

inline leave(w) {
    waiting = waiting & ~BIT(w);
#ifdef BUG_TAKEN_EARLY
    isTaken();
#endif
    if :: atomic { seat == w -> seat = NONE } :: atomic { else -> skip } fi;
#if TWO
    if :: atomic { standby == w -> standby = NONE } :: atomic { else -> skip } fi
#endif
}

inline ensureLeader() {
    if
    :: dedicated
    :: else -> atomic { monitor == 0 -> if :: !dedicated -> dedicated = 1; assert(!started); started = 1 :: else fi }
    fi
}

inline lead(w) {                     /* t: it has a seat */
    if
    :: VIRT & BIT(w) -> ensureLeader()
    :: else ->
        if
        :: atomic { seat == w || seat == NONE -> seat = w; t = 1 }
        :: atomic { else -> skip }
#if TWO
            if
            :: atomic { standby == w || standby == NONE -> standby = w; t = 1 }
            :: atomic { else -> skip }
            fi
#else
            ensureLeader()
#endif
        fi
    fi
}

inline enterKernel(w) {
#ifdef BUG_BED_LATE
    bed[w] = 1;
#endif
    if
    :: atomic { UNCHANGED -> inKernel[w] = 1; drop() }
        if
        :: !inKernel[w]
        :: atomic { inKernel[w] && LIMIT(w) > 0 -> inKernel[w] = 0; LIMIT(w)--; late = 1 }
        fi
    :: atomic { else -> drop() }
    fi
}

inline sleepOn(w) {
#ifndef BUG_BED_LATE
    bed[w] = 1;
#endif
    markBell();
    if
    :: atomic { copy[_pid] == NO_COPY -> skip }
#ifndef BUG_BELL_NO_RECHECK
    :: atomic { copy[_pid] != NO_COPY && poked[w] -> drop() }
    :: atomic { copy[_pid] != NO_COPY && !poked[w] -> skip }
        if
        :: atomic { news -> drop() }
        :: atomic { !news -> skip } enterKernel(w)
        fi
#else
    :: atomic { copy[_pid] != NO_COPY -> skip } enterKernel(w)
#endif
    fi;
    bed[w] = 0;
    attend(w)
}

inline parkOff(w) {
#ifndef BUG_PARK_NO_MARK
    isTaken();
    if :: t -> t = 0; markTaken() :: else fi;
#endif
    parked[w] = 1;
    if
    :: poked[w]
    :: else ->
        if
        :: atomic { permit[w] -> permit[w] = 0 }
        :: atomic { LIMIT(w) > 0 -> LIMIT(w)--; late = 1 }
        fi
    fi;
    parked[w] = 0
}

inline rest(w) {
#if TWO
    if
#ifdef SPINS
    :: atomic { spins < SPINS -> spins++ } unmark()
#else
    :: unmark()
#endif
    :: true
    fi;
#endif
    if
    :: poked[w] || news -> attend(w)
    :: else ->
        lead(w);
        if
        :: t -> t = 0; sleepOn(w)
        :: else -> parkOff(w)
        fi
    fi
}

inline await(w, isDone) {
    waiting = waiting | BIT(w);
    do
    ::
#ifndef BUG_POKED_LATE
        poked[w] = 0;
#endif
        if
        :: isDone -> break
        :: atomic { !(isDone) && LIMIT(w) > 0 && !late -> LIMIT(w)--; late = 1 } break
        :: atomic { !(isDone) && late -> skip } break
        :: atomic { !(isDone) && !late -> skip }
        fi;
#ifdef BUG_POKED_LATE
        poked[w] = 0;
#endif
        rest(w)
    od;
#ifdef BUG_HANDOVER_SEATED
    handOver();
    leave(w)
#else
    leave(w);
    handOver()
#endif
}

/* ================================ who is told ================================ */

inline attend(w) {
    atomic { bits = news; news = 0 }
    do
    :: atomic { bits != 0 ->
            if :: bits & 1 -> i = 0 :: else -> if :: bits & 2 -> i = 1 :: else -> i = 2 fi fi;
            bits = bits & ~BIT(i) }
        tell(w)
    :: atomic { else -> i = 0 } break
    od
}

#ifdef CREW
inline tell(w) {                     /* brings work */
    atomic { assert(st[i] == S_SENT && !(work & BIT(i)));
        work = work | BIT(i);
        if :: !coming -> coming = 1; saw = 1 :: else fi }
    if :: atomic { saw -> saw = 0 } call(w) :: atomic { else -> skip } fi
}

inline choose(w) {
    if
    :: idle & BIT(w) -> v = w
    :: else -> if :: idle & 1 -> v = 0 :: idle & 2 -> v = 1 :: idle & 4 -> v = 2 :: else fi
    fi;
    if :: v != NONE -> idle = idle & ~BIT(v); called[v] = 1 :: else fi
}

inline call(w) {
    atomic { choose(w) }
    if
    :: v == NONE ->
        if
        :: atomic { hired < NW -> hired++ }
        :: atomic { else -> skip }
#ifdef BUG_STOP_BLIND
            coming = 0
#else
            atomic { choose(w); if :: v == NONE -> coming = 0 :: else fi }
#endif
        fi
    :: else
    fi;
    if :: v != NONE -> wake(v) :: else fi;
    v = NONE
}

proctype Waiter(byte w) {
    byte v = NONE, bits, i, item = NONE, spins; bit late, saw, t;
    hired > w;
    coming = 0;
    do
    ::  atomic {                                                           /* takes work */
            if :: called[w] -> called[w] = 0; coming = 0 :: else -> idle = idle & ~BIT(w) fi;
            if :: work & 1 -> item = 0 :: else -> if :: work & 2 -> item = 1 :: else -> if :: work & 4 -> item = 2 :: else fi fi fi;
            if :: item != NONE -> work = work & ~BIT(item) :: else fi;
            if :: !coming && work -> coming = 1; saw = 1 :: else fi }
        if :: atomic { saw -> saw = 0 } call(w) :: atomic { else -> skip } fi;
        if
        :: item == NONE ->
            atomic { if :: work == 0 || coming -> idle = idle | BIT(w) :: else -> coming = 1; called[w] = 1 fi }
            await(w, called[w])
        :: else ->
#ifndef BUG_NOBODY_WATCHES
            if :: waiting == 0 -> atomic { if :: hired < NW -> hired++ :: else fi } :: else fi;
#endif
            if
            :: atomic { stays > 0 -> stays--; stayed = stayed | BIT(item) } break
            :: atomic { st[item] = S_IDLE; item = NONE }
            fi
        fi
    od
}

proctype Ringer(byte c) {
    byte n;
    do
    :: atomic { n < ROUNDS && st[c] == S_IDLE -> n++; st[c] = S_SENT }
        news = news | BIT(c);
        ring()
    :: atomic { n == ROUNDS -> fin++ } break
    od
}

#else
#define ENDED(w) (st[w] == S_DONE)
#ifdef CALL
inline tell(w) {
    if :: st[i] != S_IDLE && i != w -> wake(i) :: else fi
}
#else
inline tell(w) {
    atomic { assert(st[i] == S_SENT); st[i] = S_DONE }
    wake(i)
}
#endif

proctype Waiter(byte w) {
    byte v = NONE, bits, i, n, spins; bit late, t;
    do
    :: n < ROUNDS ->
        atomic { n++; st[w] = S_OPEN }
        do
        ::
#ifdef CALL
            if :: atomic { st[w] == S_OPEN -> st[w] = S_ASKS } :: atomic { else -> skip } fi;
            if :: atomic { ENDED(w) -> st[w] = S_IDLE } break :: atomic { else -> skip } fi;
#endif
            await(w, ENDED(w));
            if
            :: atomic { ENDED(w) -> st[w] = S_IDLE; late = 0 } break
            :: atomic { st[w] == S_OPEN || st[w] == S_ASKS -> assert(late); st[w] = S_IDLE; late = 0 } break
            :: atomic { st[w] == S_SENT -> assert(late); late = 0 }        /* cannot be taken back */
            fi
        od;
        if :: atomic { stays > 0 -> stays--; n = ROUNDS } :: true fi       /* works, perhaps for ever */
    :: atomic { else -> fin++ } break
    od
}

#ifdef CALL
#define READY(c) (st[c] == S_OPEN || st[c] == S_ASKS)
#define SETTLED S_DONE
#else
#define READY(c) (st[c] == S_OPEN)
#define SETTLED S_SENT
#endif
inline announce() {
    if
    :: atomic { !TWO && r == S_OPEN -> c = 0; r = 0 }                      /* the caller has not asked for it */
    :: atomic { TWO || r == S_ASKS -> news = news | BIT(c); c = 0; r = 0 } ring()
    fi
}

proctype Ringer() {
    byte r, c;
    do
    :: atomic { READY(0) -> c = 0; r = st[0]; st[0] = SETTLED } announce()
    :: atomic { NW > 1 && READY(1) -> c = 1; r = st[1]; st[1] = SETTLED } announce()
    :: atomic { NW > 2 && READY(2) -> c = 2; r = st[2]; st[2] = SETTLED } announce()
    od
}
#endif

#if OWNS
proctype Own(byte w) {
    byte v = NONE, bits, i; bit late, t;
    do
    :: atomic { started -> started = 0 }
        own = w;
        do
        ::  await(w, false);
            late = 0;
            atomic { monitor == 0 -> monitor = 1 }
#ifndef BUG_END_FLAG_LATE
            dedicated = 0;
#endif
            if
            :: atomic { ((waiting & 1) + ((waiting >> 1) & 1) + ((waiting >> 2) & 1) + ((waiting >> 3) & 1)
                         + ((waiting >> 4) & 1) <= SPARED) && !(waiting & VIRT) -> skip }
#ifdef BUG_END_FLAG_LATE
                dedicated = 0;
#endif
                own = NONE;
                monitor = 0;
                break
            :: atomic { else -> dedicated = 1; monitor = 0 }
            fi
        od;
#ifndef BUG_END_SILENT
        handOver()
#endif
    od
}
#endif

/* ================================ verdict ================================ */

active proctype Monitor() {
    timeout ->
    atomic {
#ifdef CREW
        assert(work == 0 && news == 0);                                    /* nothing waits for a worker that rests */
        assert(fin == NR || stayed);
        assert(st[0] == S_IDLE || (stayed & 1));
        assert(st[1] == S_IDLE || (stayed & 2));
        assert(st[2] == S_IDLE || (stayed & 4))
#else
        assert(fin == NW)                                                  /* nobody is left asleep */
#endif
    }
progress_quiet: false                                                      /* for the search for cycles */
}

init {
    atomic {
#ifdef SEQ
        copy[2] = NONE; copy[3] = NONE; copy[4] = NONE; copy[5] = NONE; copy[6] = NONE; copy[7] = NONE; copy[8] = NONE; copy[9] = NONE;
#endif
        limit[0] = QUITS; limit[1] = ENDS;
#ifdef CREW
        run Ringer(0); if :: NR > 1 -> run Ringer(1) :: else fi; if :: NR > 2 -> run Ringer(2) :: else fi;
#else
        run Ringer(); if :: RINGERS > 1 -> run Ringer() :: else fi;
#endif
        run Waiter(0); if :: NW > 1 -> run Waiter(1) :: else fi; if :: NW > 2 -> run Waiter(2) :: else fi
#if OWNS
        ; run Own(NW); if :: OWNS > 1 -> run Own(NW+1) :: else fi
#endif
    }
}
