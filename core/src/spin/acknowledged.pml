/* Acknowledged revocation, for the model checker SPIN: one token, one Redis, one node that may answer from memory, or join a
   look-up that is under way; it may register again under another id, be marked, swept, close, lose its Redis to a new
   incarnation, or stay behind with a primary that was replaced. A revocation succeeds when all whom the registry named have
   acknowledged, or L after its confirmation. Never may the node accept after the success. Clocks run alike here (the factor
   1.2 is for clocks that do not), and a beat proves what was executed before it was sent, no more.

   Naive variants by -D, each of which has to be caught:
     LEASE_BEFORE_CONFIRMATION   a beat gives a lease though it was sent before its registration was confirmed
     LEASE_WHILE_LEAVING         a beat gives a lease though the registration is leaving or gone
     DELETED_AT_ONCE             a silent node's registration is deleted without being marked first
     ACKNOWLEDGED_BEFORE_APPLIED acknowledged when heard, applied later
     JOIN_PAST_ACKNOWLEDGEMENT   what is acknowledged leaves look-ups under way to be joined
     JOIN_WITHOUT_LEASE          a look-up is joined though the node holds no lease
     SHORT_FOUNDING              a founding shorter than a lease, and the fast way open at its end
     FAST_AT_ONCE                the fast way open as soon as a new incarnation is settled
     NODE_NOT_COUNTED            the node is not waited for, though it is registered: a revoker that leaves itself out
     ANY_ROUND_COUNTED           the acknowledgement of an earlier round counts
     LEAVES_TOO_EARLY            closing deletes the registration before the node stops answering
   Parts are left out, for a state space that fits into memory, by INCARNATIONS=0, NO_LOOK_UPS and NO_SILENCE. */
#define LIVES 2
#define L 1
#ifndef END
#define END 4
#endif
#ifndef INCARNATIONS
#define INCARNATIONS 1
#endif
#define ABSENT 0
#define PRESENT 1
#define LEAVING 2

#ifdef SHORT_FOUNDING
#define WINDOW 0
#define OPENING 0
#else
#define WINDOW L
#ifdef FAST_AT_ONCE
#define OPENING 0
#else
#define OPENING L
#endif
#endif

byte now, epoch, settledAt;      /* Redis: which incarnation, and when its founding is over */
bit revoked;
byte registry[LIVES];            /* by the node's lives: an id is never used twice */
byte sweepAt[LIVES];             /* 0: the mark is not confirmed; otherwise the time, plus 1 */

bit closed, closing;             /* the node */
bit behind, revokedThere, presentThere;   /* with the primary that was replaced, and what that knows */
byte joined;                     /* which incarnation it has joined */
byte life, regAt;                /* its registration: 0 none under way, 1 sent, 2 executed */
bit confirmed, knows, heard;
byte lease;                      /* ends at; 0: none */
byte beatAt, beatSent, beatLife, beatEpoch;      /* 0 none, 1 sent, 2 executed */
bit beatRevoked, beatConfirmed, beatOk;
byte lookAt, lookSent;           /* a look-up that may be joined: 0 none, 1 sent, 2 executed */
bit lookLive;

byte revAt, revSince, revEpoch;  /* 0 idle, 1 executed, 2 confirmed, 3 succeeded, 4 to be repeated by the client */
bit awaited[LIVES], acked[LIVES];
bit fast;
byte i; bit all;

#ifdef LEASE_BEFORE_CONFIRMATION
#define sure true
#else
#define sure beatConfirmed
#endif
#define settled (now >= settledAt)
#define holds (lease > now)
#ifdef JOIN_WITHOUT_LEASE
#define mayJoin true
#else
#define mayJoin holds
#endif
#define accepts (!closed && ((holds && !knows) || (lookAt == 2 && lookLive && lookSent + L > now && mayJoin)))

inline learn() {
  knows = 1;
#ifndef JOIN_PAST_ACKNOWLEDGEMENT
  lookAt = 0; lookSent = 0; lookLive = 0
#endif
}

inline newIncarnation() {
  epoch++; settledAt = now + WINDOW; registry[0] = ABSENT; registry[1] = ABSENT
}

active proctype system() {
  end: {
  do
  :: atomic { now < END -> now++ }

  /* The revocation: write and registry in one piece, and the announcement, which may be heard from then on. */
  :: d_step { revAt == 0 && settled ->
       revoked = 1; revAt = 1; revEpoch = epoch; i = 0;
       do
       :: i < LIVES ->
#ifdef NODE_NOT_COUNTED
            awaited[i] = 0;
#else
            awaited[i] = (registry[i] != ABSENT);
#endif
            i++
       :: else -> break
       od; i = 0 }
  :: d_step { revAt == 1 ->
       if
       :: revEpoch == epoch -> revAt = 2; revSince = now; fast = (epoch == 0 || now >= settledAt + OPENING)
       :: else -> revAt = 4
       fi }
  :: d_step { revAt == 2 ->
       all = fast; i = 0;
       do :: i < LIVES -> all = all && (!awaited[i] || acked[i]); i++ :: else -> break od; i = 0;
       if :: all || now >= revSince + L -> revAt = 3 :: else fi; all = 0 }

  /* The node registers, again under another id if it has to; what is executed may be so after it has closed. */
  :: d_step { !closed && life < LIVES && regAt == 0 && !confirmed && joined == epoch -> life++; regAt = 1 }
  :: d_step { regAt == 1 && (!behind) -> registry[life - 1] = PRESENT; regAt = 2 }
  :: d_step { !closed && regAt == 2 -> confirmed = 1; regAt = 0 }

  /* Its beats. */
  :: d_step { !closed && beatAt == 0 && life > 0 ->
       beatAt = 1; beatSent = now; beatRevoked = (behind -> revokedThere : revoked); beatLife = life; beatEpoch = joined;
       beatConfirmed = confirmed }
  :: d_step { beatAt == 1 ->
       beatAt = 2;
       if
       :: behind -> beatOk = (presentThere && now <= settledAt)
       :: else ->
#ifdef LEASE_WHILE_LEAVING
            beatOk = settled && beatEpoch == epoch
#else
            beatOk = settled && beatEpoch == epoch && registry[beatLife - 1] == PRESENT
#endif
       fi }
  :: d_step { beatAt == 2 ->
       if
       :: !closed && !closing && beatOk && beatLife == life && joined == beatEpoch && sure -> lease = beatSent + L; if :: beatRevoked -> learn() :: else fi
       :: else ->
            if
            :: !beatOk && beatLife == life && !behind && regAt == 0 -> confirmed = 0
            :: else
            fi
       fi;
       beatAt = 0; beatSent = 0; beatRevoked = 0; beatLife = 0; beatEpoch = 0; beatConfirmed = 0; beatOk = 0 }

  /* Its look-ups, of which only an answer of the settled incarnation counts that the node has joined. */
#ifndef NO_LOOK_UPS
  :: d_step { !closed && lookAt == 0 && !revoked && !heard -> lookAt = 1; lookSent = now }
  :: d_step { lookAt == 1 && revoked -> lookAt = 0; lookSent = 0 }
  :: d_step { lookAt == 1 && !behind && !revoked -> lookAt = 2; lookLive = (!revoked && settled && joined == epoch) }
  :: d_step { lookAt == 2 -> lookAt = 0; lookSent = 0; lookLive = 0 }
#endif

  /* It hears the announcement: applied, then acknowledged. */
  :: d_step { !closed && !behind && revoked && confirmed && !heard ->
       heard = 1;
#ifdef ACKNOWLEDGED_BEFORE_APPLIED
       acked[life - 1] = 1
#else
       learn(); acked[life - 1] = 1
#endif
     }
#ifdef ANY_ROUND_COUNTED
  :: d_step { !closed && confirmed && life > 0 && !acked[life - 1] -> acked[life - 1] = 1 }
#endif

  /* It closes: first no more answers, then no more registration. */
#ifdef LEAVES_TOO_EARLY
  :: d_step { !closed && !closing && confirmed -> registry[life - 1] = ABSENT; closing = 1 }
  :: d_step { closing && !closed -> lease = 0; closed = 1 }
#else
  :: d_step { !closed && confirmed -> lease = 0; closed = 1; registry[life - 1] = ABSENT }
#endif

  /* Somebody who waited for it in vain marks it, and sweeps it L after the mark was confirmed. */
#ifdef NO_SILENCE
#else
#ifdef DELETED_AT_ONCE
  :: d_step { registry[0] == PRESENT -> registry[0] = ABSENT }
  :: d_step { registry[1] == PRESENT -> registry[1] = ABSENT }
#else
  :: d_step { registry[0] == PRESENT -> registry[0] = LEAVING }
  :: d_step { registry[1] == PRESENT -> registry[1] = LEAVING }
#endif
  :: d_step { registry[0] == LEAVING && sweepAt[0] == 0 -> sweepAt[0] = now + 1 }
  :: d_step { registry[1] == LEAVING && sweepAt[1] == 0 -> sweepAt[1] = now + 1 }
  :: d_step { registry[0] == LEAVING && sweepAt[0] > 0 && now >= sweepAt[0] - 1 + L -> registry[0] = ABSENT }
  :: d_step { registry[1] == LEAVING && sweepAt[1] > 0 && now >= sweepAt[1] - 1 + L -> registry[1] = ABSENT }
#endif

  /* A new incarnation, with an empty registry. Data is lost only where the node lives to write it back; or a primary was
     replaced, which answers the node for as long as the founding lasts. */
  :: d_step { epoch < INCARNATIONS -> newIncarnation() }
  :: d_step { epoch < INCARNATIONS && knows && !closed -> newIncarnation(); revoked = 0 }
  :: d_step { epoch < INCARNATIONS && confirmed && !closed ->
       behind = 1; revokedThere = revoked; presentThere = (registry[life - 1] == PRESENT); newIncarnation() }
  :: d_step { behind && settled -> behind = 0; revokedThere = 0; presentThere = 0 }
  :: d_step { !closed && !behind && joined != epoch ->
       lease = 0; joined = epoch; revoked = revoked || knows; if :: revoked -> learn() :: else fi; confirmed = 0; regAt = 0 }
  od
  } unless { closed || revAt == 4 }   /* then nothing is accepted any more, or nothing was promised */
}

active proctype monitor() {
  end: d_step { revAt == 3 && accepts -> assert(false) }
}
