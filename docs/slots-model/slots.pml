/*
 * Callee-owned call slots: one table, one direction.
 *
 * Side A (caller half): Caller threads, Demux, private lock, list of known offers, queue of waiting senders, twins.
 * Side B (callee half): Worker threads (get, collect, reply), Rogue (late and duplicate replies by id),
 *                       private lock, slot records, id table, leadership of the arrival bell.
 * Shared: word[], message, reply, offered / arr / done bit sets, bell (arrivals), dbell (caller side), hungry, starved.
 *
 * One access to shared memory is one step. atomic{} stands for one hardware atomic or for private/ghost steps.
 * A sleeping thread is a guard that blocks; a lost wake-up shows as quiescence, where Monitor looks who is left.
 * The generation has two bits here, so that runs wrap it round. Memory is sequentially consistent.
 *
 * Where the Java code differs, in steps that are private to one side:
 *  - feed() wakes a getter that waits for a slot, and its thread looks for one again. The code offers a slot that is
 *    left to the getter that waits longest, on the thread that found it, under the same lock: the bookkeeper of the bell
 *    does that after each ring. The shared steps and their order are the same.
 *  - A worker collects from its own slot. In the code whoever leads the bell may collect for a getter whose thread sleeps
 *    elsewhere, or that has no thread; once, under the lock. While the bytes are copied out, outside of the lock, the
 *    slot's record says TAKEN, between OFF and GOT here.
 *  - Where a callback reads its message in the slot itself, the record says BORROWED instead of GOT, and pick() leaves the
 *    slot alone: the callback's reply finds the expiry, as that of whoever is C_BUSY here. hostile.pml has it so throughout.
 *  - The filter's side, whose getters are all alike, is starved only while it offers nothing at all.
 *  - A spin changes nothing here: the jump from DELIVERED to "settled" is there for whoever does.
 *  - A bell is an int, sequence << 1 | asleep; only its lowest bit is here.
 *
 * Switches: NS slots, NC callers, NW workers, NCALL calls per caller, CANCELS, SMALLS, ROGUES,
 *           INFM, OWM (bit n: call n waits for ever / is one-way; both absent: any),
 *           STOPS (a worker may stay with a message for ever),
 *           DISC (0 none, 1 disconnect from either end, 2 disconnect or death), BUG_* broken variants.
 */
#ifndef NS
#define NS 2
#endif
#ifndef NC
#define NC 2
#endif
#ifndef NW
#define NW 2
#endif
#ifndef NCALL
#define NCALL 1
#endif
#ifndef CANCELS
#define CANCELS 0
#endif
#ifndef SMALLS
#define SMALLS 0
#endif
#ifndef ROGUES
#define ROGUES 0
#endif
#ifndef DISC
#define DISC 0
#endif
#define NCALLS (NC*NCALL)
#if DISC > 1
#define ALIVE_A provided (aliveA)
#define ALIVE_B provided (aliveB)
#else
#define ALIVE_A
#define ALIVE_B
#endif

/* ---- the word: generation << 4 | PARKED | phase ---- */
#define FREE      0
#define OFFERED   1
#define CLAIMED   2
#define DELIVERED 3
#define REPLIED   4
#define EXPIRED   5
#define TOOSMALL  6
#define CLOSED    7
#define PARKED    8
#define PH(w)     ((w) & 7)
#define GEN(w)    ((w) & 48)
#ifdef NOGEN                         /* no generation at all: must pass as well */
#define GMASK 0
#else
#define GMASK 48
#endif
#define BIT(s)    (1 << (s))
#define NONE      255

/* ---- shared memory ---- */
byte word[NS];
byte pay[NS], rep[NS];               /* message, reply; inside[] shows whoever is in the slot at the wrong time */
byte mid[NS]; bit want[NS];          /* header: message id, reply wanted */
byte offered, arr, done;             /* bit sets */
bit  bell, dbell;                    /* 1 = somebody sleeps here */
bit  hungry, starved;                /* senders wait for an offer; getters wait for a slot */
bit  asleepB, asleepD;               /* kernel: the sleepers of the two bells */

/* ---- private to side A ---- */
bit  lockA, closedA;
byte l0 = NONE, l1 = NONE;           /* known offers, oldest first */
byte offw[NS];                       /* the word as listed */
byte q0 = NONE, q1 = NONE;           /* waiting senders, oldest first */
byte asg[NC];                        /* slot claimed for this sender */
bit  tw[NS];                         /* twin: 1 = claimed or waiting for the reply */
byte waiter[NS];                     /* thread + 1 */
bit  permit[NC];
byte nextId;

/* ---- private to side B ---- */
#define C_FREE 0
#define C_OFF  1
#define C_GOT  2
#define C_BUSY 3                     /* a replier is inside */
#define C_REPL 4
bit  lockB, closedB;
byte cst[NS], owner[NS], g[NS], ids[NS];
bit  nosl[NW], permitW[NW];
byte leader = NONE;

/* ---- environment, ghosts ---- */
bit  aliveA = 1, aliveB = 1;
byte cancels = CANCELS, smalls = SMALLS;
#define O_NONE 0
#define O_OK 1
#define O_TIMEOUT 2
#define O_DISC 3
byte outcome[NCALLS+1], collected[NCALLS+1], accepted[NCALLS+1], delivered[NCALLS+1];
bit  inf[NCALLS+1], oneway[NCALLS+1];
byte inside[NS];                     /* threads that may write the slot */
byte callOf[NS];
byte callsDone, workersDone;


inline arrive(s) {                   /* bit + arrivals bell */
    atomic { arr = arr | BIT(s) }
    if
    :: atomic { bell == 1 -> bell = 0 } asleepB = 0
    :: atomic { else -> skip }
    fi
}
inline ringD() {                     /* caller-side bell */
    if
    :: atomic { dbell == 1 -> dbell = 0 } asleepD = 0
    :: atomic { else -> skip }
    fi
}

/* ================================ side A ================================ */

inline unlist(s) { if :: l0 == s -> l0 = l1; l1 = NONE :: l0 != s && l1 == s -> l1 = NONE :: else fi }
inline enlist(s) { assert(l1 == NONE); if :: l0 == NONE -> l0 = s :: else -> l1 = s fi }
inline deq(c)    { if :: q0 == c -> q0 = q1; q1 = NONE :: q0 != c && q1 == c -> q1 = NONE :: else fi }

/* under lockA: offered bits -> list. Every slot is independent and its condition stable: one look stands for many */
inline look() {
    bits = offered; offered = 0; i = 0;
    do
    :: i < NS && (bits & BIT(i)) && tw[i] == 0 ->
        x = word[i]; unlist(i);
        if :: PH(x) == OFFERED -> offw[i] = x; enlist(i) :: else fi;
        i++
    :: i < NS && !((bits & BIT(i)) && tw[i] == 0) -> i++
    :: i == NS -> break
    od;
    bits = 0; i = 0; x = 0
}
/* under lockA, after a look: oldest offer -> head sender; tell the callee half that senders wait; unlock */
inline serve() {
    do
    :: atomic { q0 != NONE && l0 != NONE ->
        i = l0; x = q0;
        if
        :: word[i] != offw[i] -> unlist(i)                                 /* cancelled meanwhile */
        :: word[i] == offw[i] && smalls > 0 -> smalls--;
            word[i] = TOOSMALL | GEN(offw[i]); unlist(i); bits = 1
        :: word[i] == offw[i] ->
            word[i] = CLAIMED | GEN(offw[i]); assert(tw[i] == 0);
            tw[i] = 1; inside[i]++; asg[x] = i; permit[x] = 1; unlist(i); deq(x)
#ifdef BUG_CLAIM_STORE
        :: PH(word[i]) == FREE ->
            word[i] = CLAIMED | GEN(offw[i]); tw[i] = 1; inside[i]++; asg[x] = i; permit[x] = 1; unlist(i); deq(x)
#endif
        fi; x = 0 }
        if :: atomic { bits == 1 -> bits = 0 } arrive(i) :: atomic { else -> skip } fi
    :: atomic { l0 == NONE && q0 != NONE && !hungry -> hungry = 1 }
#ifndef BUG_HUNGRY_NO_RECHECK
        atomic { look() }
#endif
    :: atomic { q0 == NONE || (l0 == NONE && hungry) ->
        if :: q0 == NONE -> hungry = 0 :: else fi;
        lockA = 0; i = 0 } break
    od
}
inline freed(s) {                    /* the caller has left the slot: tell a callee half that is short of slots */
#ifndef BUG_NO_FREED
    if :: starved == 1 -> arrive(s) :: else fi
#else
    skip
#endif
}

proctype Caller(byte c) ALIVE_A {
    byte k, me, s, bits, i, why, gg, x;
    do
    :: k < NCALL ->
        atomic { me = c * NCALL + k + 1; k++; why = O_NONE;
#ifdef INFM
            inf[me] = (INFM >> me) & 1; oneway[me] = (OWM >> me) & 1 }
#else
            if :: inf[me] = 1 :: inf[me] = 0 fi;
            if :: oneway[me] = 1 :: oneway[me] = 0 fi }
#endif
        atomic { lockA == 0 ->
            if
            :: closedA -> why = O_DISC
            :: else -> lockA = 1; asg[c] = NONE; permit[c] = 0;
                if :: q0 == NONE -> q0 = c :: else -> q1 = c fi;
                look()
            fi }
        if :: atomic { why == O_DISC -> skip } goto finish :: atomic { else -> skip } fi;
        serve();
        do
        :: atomic { asg[c] != NONE -> skip } break
        :: atomic { asg[c] == NONE && permit[c] && !closedA -> permit[c] = 0 }
        :: atomic { asg[c] == NONE && (closedA || !inf[me]) && lockA == 0 ->
                    why = (closedA -> O_DISC : O_TIMEOUT); deq(c);
                    if :: q0 == NONE -> hungry = 0 :: else fi } goto finish
        od;
        atomic { s = asg[c]; gg = GEN(offw[s]); callOf[s] = me;
                 if :: !oneway[me] -> nextId++; waiter[s] = c + 1 :: else fi;
                 pay[s] = me; mid[s] = (oneway[me] -> 0 : nextId); want[s] = !oneway[me]; why = O_NONE;
#ifndef BUG_TWIN_LATE
            if :: oneway[me] -> tw[s] = 0 :: else fi     /* twin first */
#endif
        }
#ifdef BUG_DELIVER_STORE
        atomic { word[s] = DELIVERED | gg; inside[s]--; delivered[me]++ }
#else
        if
        :: atomic { word[s] == (CLAIMED | gg) -> word[s] = DELIVERED | gg; inside[s]--; delivered[me]++ }
        :: atomic { else -> assert(PH(word[s]) == CLOSED); why = O_DISC; tw[s] = 0; waiter[s] = 0; inside[s]-- }
            goto finish
        fi;
#endif
        arrive(s);
        if
        :: oneway[me] ->
#ifdef BUG_TWIN_LATE
            tw[s] = 0;
#endif
            why = O_OK; goto finish
        :: else
        fi;
        if :: PH(word[s]) == REPLIED -> goto settled :: true fi;          /* spinning */
#ifdef BUG_PARK_STORE
        x = word[s]; word[s] = x | PARKED;
        if :: PH(x) == REPLIED -> goto settled :: else fi;
#else
        if
        :: atomic { word[s] == (DELIVERED | gg) -> word[s] = DELIVERED | PARKED | gg }
        :: atomic { else -> assert(word[s] == (REPLIED | gg)) } goto settled
        fi;
#endif
        do
        :: atomic { PH(word[s]) == REPLIED -> skip } goto settled
        :: atomic { PH(word[s]) != REPLIED && closedA -> why = O_DISC } goto giveup
        :: atomic { PH(word[s]) != REPLIED && !inf[me] -> why = O_TIMEOUT } goto giveup
        :: atomic { PH(word[s]) != REPLIED && !closedA -> skip }
           if :: atomic { permit[c] -> permit[c] = 0 } :: atomic { !inf[me] -> why = O_TIMEOUT } goto giveup fi
        od;
giveup:
        atomic { waiter[s] = 0; tw[s] = 0 }                               /* twin first */
#ifdef BUG_EXPIRE_STORE
        word[s] = EXPIRED | gg; freed(s); goto finish;
#else
        if
        :: atomic { word[s] == (DELIVERED | PARKED | gg) -> word[s] = EXPIRED | gg } freed(s); goto finish
        :: atomic { else -> assert(word[s] == (REPLIED | gg)); tw[s] = 1 }
        fi;
#endif
settled:
#ifdef BUG_DROP_REPLY
        if :: closedA -> why = O_DISC :: else -> why = O_OK fi;
#else
        why = O_OK;
#endif
        atomic { inside[s]++ }
        atomic { assert(rep[s] == me); waiter[s] = 0; inside[s]--;         /* my reply */
#ifndef BUG_TWIN_LATE
                 tw[s] = 0
#endif
        }
        word[s] = FREE | gg;
#ifdef BUG_TWIN_LATE
        tw[s] = 0;
#endif
        freed(s);
finish:
        atomic {
            assert(outcome[me] == O_NONE && why != O_NONE);
            outcome[me] = why; callsDone++;
            assert(!(why == O_OK && oneway[me]) || delivered[me] == 1);
            assert(!(why == O_OK && !oneway[me]) || (delivered[me] == 1 && accepted[me] == 1));
            assert(!(why == O_TIMEOUT && oneway[me]) || delivered[me] == 0);
            assert(why == O_OK || accepted[me] == 0);                     /* both ends agree, also at a disconnect */
            s = 0; gg = 0; x = 0; why = 0; me = 0
        }
    :: else -> break
    od
}

proctype Demux() ALIVE_A {
    byte bits, i, x; byte d;
    do
    :: closedA -> break
    :: else ->
        atomic { d = done; done = 0;
                 if :: (d & 1) && waiter[0] -> permit[waiter[0]-1] = 1 :: else fi;
                 if :: (d & 2) && waiter[NS-1] -> permit[waiter[NS-1]-1] = 1 :: else fi; d = 0 }
        if :: hungry && offered -> atomic { lockA == 0 -> lockA = 1; look() } serve() :: else fi;
        dbell = 1;
#ifndef BUG_DEMUX_NO_RECHECK
        if :: done != 0 || (hungry && offered) || closedA -> dbell = 0 :: else ->
#endif
            if
            :: atomic { dbell == 1 -> asleepD = 1 }
               asleepD == 0
            :: atomic { else -> skip }
            fi
#ifndef BUG_DEMUX_NO_RECHECK
        fi
#endif
    od
}

/* ================================ side B ================================ */

/* a getter that waits for a slot looks again; if it leads, it sleeps on the bell and not on its permit */
inline poke(v) {
    permitW[v] = 1;
#ifndef BUG_POKE_PARK_ONLY
    if :: leader == v && bell == 1 -> bell = 0; asleepB = 0 :: else fi
#endif
}
inline feed() { if :: nosl[0] -> poke(0) :: else fi; if :: NW > 1 && nosl[NW-1] -> poke(NW-1) :: else fi }

/* under lockB: slots the caller has left; then one free slot (stable conditions: one look) */
inline pick(s) {
    i = 0;
    do
    :: i < NS -> x = word[i];
            if
            :: cst[i] == C_REPL && PH(x) == FREE -> cst[i] = C_FREE
            :: cst[i] == C_GOT && PH(x) == EXPIRED -> cst[i] = C_FREE; ids[i] = 0
#ifdef BUG_RECLAIM_INSIDE
            :: cst[i] == C_BUSY && PH(x) == EXPIRED -> cst[i] = C_FREE; ids[i] = 0
#endif
#ifdef BUG_NO_CONSUME
            :: cst[i] == C_REPL && PH(x) == REPLIED -> cst[i] = C_FREE
#endif
            :: else
            fi;
            i++
    :: else -> break
    od;
    s = NONE; x = 0; i = 0;
    if :: cst[0] == C_FREE -> s = 0 :: cst[0] != C_FREE && cst[NS-1] == C_FREE -> s = NS-1 :: else fi
}

/* reply by id: any thread, any time */
inline reply(id) {
    atomic {                                                               /* private: one replier wins */
        rs = NONE;
        if :: id != 0 && ids[0] == id -> rs = 0
           :: id != 0 && ids[0] != id && ids[NS-1] == id -> rs = NS-1
           :: else fi;
        if :: rs != NONE && !closedB -> cst[rs] = C_BUSY;
#ifndef BUG_DUP
              ids[rs] = 0;
#endif
              inside[rs]++
           :: else -> rs = NONE fi }
    if
    :: rs == NONE -> skip                                                  /* no waiter */
    :: else ->
        ra = callOf[rs];
        atomic { rep[rs] = ra; inside[rs]--;
#ifndef BUG_REC_LATE
                 cst[rs] = C_REPL                                          /* record first */
#endif
        }
        do
        :: rx = word[rs];
            if
            :: PH(rx) == DELIVERED ->
#ifdef BUG_REPLY_STORE
                atomic { word[rs] = REPLIED | GEN(rx); accepted[ra]++ }
#else
                if
                :: atomic { word[rs] == rx -> word[rs] = REPLIED | GEN(rx); accepted[ra]++; assert(accepted[ra] == 1) }
#endif
#ifdef BUG_REC_LATE
                    cst[rs] = C_REPL;
#endif
                    if :: rx & PARKED -> atomic { done = done | BIT(rs) } ringD() :: else fi;
                    break
#ifndef BUG_REPLY_STORE
                :: atomic { else -> skip }                                 /* PARKED or EXPIRED came in */
                fi
#endif
            :: else ->                                                     /* expired: no waiter */
                atomic { assert(PH(rx) == EXPIRED); cst[rs] = C_FREE; feed() }
                break
            fi
        od
    fi;
    atomic { rs = 0; rx = 0; ra = 0 }
}

proctype Worker(byte w) ALIVE_B {
    byte s = NONE, id, a, bits, i, x;
    byte rs, ra, rx;
again:
    atomic { lockB == 0 ->
        if :: closedB -> x = 1 :: else -> lockB = 1; pick(s); x = 0 fi }
    if :: atomic { x == 1 -> x = 0 } goto out :: atomic { else -> skip } fi;
    if
    :: s == NONE ->
        atomic { nosl[w] = 1; permitW[w] = 0; starved = 1 }
#ifndef BUG_STARVED_NO_RECHECK
        atomic { pick(s) }
#endif
    :: else
    fi;
    if
    :: s != NONE ->
        atomic { nosl[w] = 0; cst[s] = C_OFF; owner[s] = w + 1; g[s] = (g[s] + 16) & GMASK; assert(inside[s] == 0);
                 word[s] = OFFERED | g[s] }
        atomic { if :: starved && !nosl[0] && !nosl[NW-1] -> starved = 0 :: else fi;
                 offered = offered | BIT(s); lockB = 0 }
        if :: hungry -> ringD() :: else fi
    :: else -> lockB = 0
    fi;
wait:
    if
    :: atomic { s != NONE && PH(word[s]) != OFFERED && PH(word[s]) != CLAIMED -> skip } goto got
    :: atomic { s == NONE && permitW[w] -> permitW[w] = 0 } goto got
    :: atomic { closedB -> skip } goto got
    :: atomic { !closedB && (s == NONE && !permitW[w] || s != NONE && (PH(word[s]) == OFFERED || PH(word[s]) == CLAIMED)) -> skip }
    fi;
    if
    :: atomic { (leader == NONE || leader == w) -> leader = w; bell = 1 }
#ifndef BUG_BELL_NO_RECHECK
        if
        :: atomic { arr != 0 || closedB || permitW[w] ->
#ifndef BUG_KEEP_PERMIT
                    if :: s != NONE -> permitW[w] = 0 :: else fi;          /* used up, then my word is looked at again */
#endif
                    bell = 0 }
        :: else ->
#endif
            if
            :: atomic { bell == 1 -> asleepB = 1 }
               if
               :: asleepB == 0
               :: atomic { asleepB && cancels > 0 && s != NONE -> cancels--; asleepB = 0 } bell = 0; goto cancel
               fi
            :: atomic { else -> skip }
            fi
#ifndef BUG_BELL_NO_RECHECK
        fi
#endif
        ;
        atomic { bits = arr; arr = 0; i = 0;                                                    /* private: who is concerned */
            do
            :: i < NS ->
                if :: bits & BIT(i) -> if :: owner[i] -> permitW[owner[i]-1] = 1 :: else -> feed() fi :: else fi;
                i++
            :: else -> break
            od; i = 0; bits = 0 }
        goto wait
    :: atomic { else -> skip }
        if
        :: atomic { permitW[w] -> permitW[w] = 0 } if :: s == NONE -> goto got :: else -> goto wait fi
        :: atomic { cancels > 0 && s != NONE -> cancels-- } goto cancel
        fi
    fi;
cancel:
#ifdef BUG_CANCEL_STORE
    word[s] = FREE | g[s];
    atomic { cst[s] = C_FREE; owner[s] = 0; feed() }
#else
    if
    :: atomic { word[s] == (OFFERED | g[s]) -> word[s] = FREE | g[s]; cst[s] = C_FREE; owner[s] = 0; feed() }
    :: atomic { else -> skip } goto wait                                   /* nothing to cancel: it is being delivered */
    fi;
#endif
    s = NONE;
got:
    atomic { if :: leader == w ->
                leader = NONE;
#ifndef BUG_NO_HANDOVER
                if :: NW > 1 -> permitW[NW-1-w] = 1 :: else fi
#endif
             :: else fi;
             if :: s != NONE -> x = word[s] :: else fi }
    do                                                                     /* at a disconnect: settle my own offer */
    :: atomic { s == NONE -> x = 0 } goto again
    :: atomic { s != NONE && (PH(x) == OFFERED || PH(x) == CLAIMED) ->
                assert(closedB);
                if :: word[s] == x -> word[s] = CLOSED | GEN(x); x = CLOSED :: else -> x = word[s] fi }
    :: atomic { s != NONE && PH(x) != OFFERED && PH(x) != CLAIMED -> skip } break
    od;
    if
    :: PH(x) == TOOSMALL -> atomic { cst[s] = C_FREE; owner[s] = 0; feed(); x = 0; s = NONE } goto again
    :: PH(x) == CLOSED -> atomic { owner[s] = 0; x = 0; s = NONE } goto out
    :: PH(x) == FREE || PH(x) == REPLIED -> assert(false)
    :: PH(x) == DELIVERED || PH(x) == EXPIRED
    fi;
    atomic { a = pay[s]; assert(a == callOf[s] && inside[s] == 0);
        collected[a]++; assert(collected[a] == 1); x = 0;
        owner[s] = 0;
        if
        :: want[s] -> id = mid[s]; ids[s] = id; cst[s] = C_GOT;
#ifndef BUG_NO_GOT_FEED
            feed()                     /* an expiry seen before this record said GOT fed nobody */
#endif
        :: else -> id = 0; cst[s] = C_FREE; feed()
        fi;
        s = NONE }
    if
    :: id != 0 -> reply(id)
    :: id != 0 && !inf[a] -> skip                                          /* never answered, or late by Rogue */
#ifdef STOPS
    :: id != 0 && !inf[a] -> goto out                                      /* busy for ever with its message */
#endif
    :: id == 0
    fi;
    atomic { a = 0; id = 0 }
    goto again;
out:
    workersDone++
}

proctype Rogue() ALIVE_B {
    byte n, id; byte rs, ra, rx;
    do
    :: n < ROGUES -> n++;
        if :: id = 1 :: id = 2 fi;
        if :: nextId >= id -> reply(id) :: true -> skip fi
    :: n == ROGUES -> break
    od
}

/* ============================ disconnect, death ============================ */

inline sweepA() {
    atomic { lockA == 0 -> closedA = 1 }
    atomic { permit[0] = 1; permit[NC-1] = 1 }
    dbell = 0; asleepD = 0
}
inline sweepB() {
    atomic { lockB == 0 -> closedB = 1 }
    atomic { permitW[0] = 1; permitW[NW-1] = 1 }
    bell = 0; asleepB = 0
}
#if DISC
proctype End() {
    if
    :: sweepA(); sweepB()
    :: sweepB(); sweepA()
#if DISC > 1
    :: aliveB = 0; sweepA()                          /* B is killed at any instruction */
    :: aliveA = 0; sweepB()
#endif
    :: true
    fi
}
#endif

/* ================================ verdict ================================ */

active proctype Monitor() {
    byte i;
    timeout ->
    atomic {
        assert(!aliveA || callsDone == NCALLS);                            /* no caller is left behind */
        assert(!closedB || !aliveB || workersDone == NW);                  /* after a disconnect no getter is */
        i = 1;
        do
        :: i <= NCALLS ->
            assert(collected[i] <= delivered[i] && delivered[i] <= 1 && accepted[i] <= 1);
            assert(!aliveB || collected[i] == delivered[i]);               /* nothing delivered is lost */
            assert(!aliveA || !accepted[i] || outcome[i] == O_OK);
            i++
        :: else -> break
        od;
        i = 0;
        do                                                                 /* no slot leaks */
        :: i < NS ->
            assert(!aliveA || !aliveB || closedA || closedB || cst[i] == C_FREE || cst[i] == C_OFF
                   || (cst[i] == C_REPL && PH(word[i]) == FREE) || (cst[i] == C_GOT && PH(word[i]) == EXPIRED));
            assert(inside[i] == 0 || !aliveA || !aliveB);
            i++
        :: else -> break
        od;
        /* no getter starves while a slot is to be had */
        i = 0;
        do
        :: i < NS ->
            assert(!aliveA || !aliveB || closedB || !(nosl[0] || nosl[NW-1])
                   || !(cst[i] == C_FREE || (cst[i] == C_REPL && PH(word[i]) == FREE) || (cst[i] == C_GOT && PH(word[i]) == EXPIRED)));
            i++
        :: else -> break
        od
    }
progress_quiet: false                                                      /* for the search for cycles */
}

init {
    atomic {
        run Caller(0); if :: NC > 1 -> run Caller(1) :: else fi;
        run Demux();
        run Worker(0); if :: NW > 1 -> run Worker(1) :: else fi;
        if :: ROGUES > 0 -> run Rogue() :: else fi;
#if DISC
        run End()
#endif
    }
}
