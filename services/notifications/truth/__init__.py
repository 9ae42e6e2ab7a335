"""Whether an event is still true when its mail is sent: a mail says what is true then, or isn't sent.

Queues deliver events late, twice, and in any order, and a mail may wait for weeks until an address is corrected. So a
confirmation after the cancellation, a proposal after a no, or a request that was answered is never sent. Missing items
are not checked here: the recipe raises for them. One module per publisher; the tables in `notifications.recipes` name
the condition for each event.
"""
