"""Whether what an event tells still holds when its mail is sent: a mail says what is true then, or isn't sent.

Queues bring events late, twice, in any order, and a mail may wait for weeks until an address is corrected. So a
confirmation after the cancellation, a proposal after a no, a request that was answered: none of them leaves. What is
missing is no matter of truth; the recipe tells the queue. A module for each publisher; the tables in
`notifications.recipes` name for each event what must hold.
"""
