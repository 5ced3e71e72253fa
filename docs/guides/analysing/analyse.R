# One experiment from the exported events, with nothing but base R.
#
#   Rscript analyse.R events.csv EXPERIMENT EVENT WINDOW_DAYS CONTROL
#
# prints, for every variant against the control, the comparison of a `proportion` and of a `sum` over EVENT.
arguments <- commandArgs(trailingOnly = TRUE)
experiment <- arguments[2]
event <- arguments[3]
window <- as.numeric(arguments[4]) * 86400000
control <- arguments[5]

# Everything is text first: ids that look like numbers stay as they are.
events <- read.csv(arguments[1], colClasses = "character", encoding = "UTF-8")
# Whole milliseconds: so that nothing is lost at the edge of a window.
seconds <- as.numeric(as.POSIXct(substr(events$timestamp, 1, 19), format = "%Y-%m-%dT%H:%M:%S", tz = "UTC"))
events$at <- seconds * 1000 + as.numeric(substr(events$timestamp, 21, 23))
events <- events[events$user_id != "", ]

# Who is in: the first exposure of each unit; who saw two variants tells nothing about either.
seen <- events[events$event == "experiment_viewed" & events$experiment_slug == experiment, ]
first <- tapply(seen$at, seen$user_id, min)
variants <- tapply(seen$variant, seen$user_id, function(shown) length(unique(shown)))
units <- data.frame(user = names(first), first = as.vector(first), variant = seen$variant[match(names(first), seen$user_id)])
units <- units[as.vector(variants) == 1, ]

# What counts: the event, or the experiment's own conversion to it, within the window.
mine <- events$event == event |
  (events$event == "experiment_conversion" & events$experiment_slug == experiment & events$conversion_event == event)
done <- events[mine & events$user_id %in% units$user, ]
after <- done$at - units$first[match(done$user_id, units$user)]
done <- done[after >= 0 & after < window, ]
owner <- factor(done$user_id, levels = units$user)
value <- as.numeric(done$value)
value[is.na(value)] <- 0
units$converted <- as.vector(table(owner)) > 0
units$total <- as.vector(tapply(value, owner, sum, default = 0))

say <- function(...) cat(sprintf("%s\n", paste(...)))
number <- function(x) sprintf("%.17g", x)

for (arm in sort(unique(units$variant))) {
  of_arm <- units[units$variant == arm, ]
  say(arm, "units", nrow(of_arm))
  say(arm, "converted", sum(of_arm$converted))
  say(arm, "total", number(sum(of_arm$total)))
}

baseline <- units[units$variant == control, ]
for (arm in setdiff(sort(unique(units$variant)), control)) {
  treatment <- units[units$variant == arm, ]

  # prop.test's chi-square is the square of the pooled z; its interval is the unpooled one.
  hits <- c(sum(treatment$converted), sum(baseline$converted))
  sizes <- c(nrow(treatment), nrow(baseline))
  test <- prop.test(hits, sizes, correct = FALSE)
  difference <- test$estimate[1] - test$estimate[2]
  say(arm, "proportion difference", number(difference))
  say(arm, "proportion z", number(sign(difference) * sqrt(test$statistic)))
  say(arm, "proportion p_value", number(test$p.value))
  say(arm, "proportion low", number(test$conf.int[1]))
  say(arm, "proportion high", number(test$conf.int[2]))

  test <- t.test(treatment$total, baseline$total)
  say(arm, "sum difference", number(test$estimate[1] - test$estimate[2]))
  say(arm, "sum z", number(test$statistic))
  say(arm, "sum p_value", number(test$p.value))
  say(arm, "sum low", number(test$conf.int[1]))
  say(arm, "sum high", number(test$conf.int[2]))
}
