# What R's metafor makes of effects and of its own data sets, for the tests of the engine.
#
#   Rscript metafor.R write        writes project/, datasets.json and random.json in this folder anew
#   Rscript metafor.R pool < CASES pools each line of CASES: its effects, a semicolon, their variances; prints JSON
#
# Needs metafor 3.8 (Debian 12: r-cran-metafor), which brings the data sets of metadat.

suppressMessages(library(metafor))

# ---------------------------------------------------------------------------------------------------------- numbers

number <- function(x, digits = 12) ifelse(is.finite(x), sprintf("%.*g", as.integer(digits), x), "null")
numbers <- function(x, digits = 12) paste0("[", paste(number(x, digits), collapse = ", "), "]")
object <- function(fields) paste0("{", paste0('"', names(fields), '": ', unlist(fields), collapse = ", "), "}")
decimal <- function(x) format(x, digits = 15, scientific = FALSE, trim = TRUE)

models <- c("common-effect" = "EE", "dersimonian-laird" = "DL", "paule-mandel" = "PM", "reml" = "REML")
tests <- c("wald" = "z", "hartung-knapp" = "knha", "modified-knapp-hartung" = "adhoc")

# One model with one test, as a JSON object; null where metafor gives no result.
fit <- function(yi, vi, model, test) {
  scale <- var(yi) + mean(vi)
  # The defaults stop at about 1e-4, which is too early for a comparison at 1e-6.
  control <- list(tau2.max = 1e4 * scale, maxiter = 100000)
  if (model == "REML") control$threshold <- 1e-13 * scale
  if (model == "PM") control$tol <- 1e-15 * scale
  x <- tryCatch(suppressWarnings(rma(yi, vi, method = model, test = test, control = control)), error = function(e) NULL)
  if (is.null(x)) return("null")
  random <- model != "EE"
  profile <- c(NA, NA)
  z <- riley <- list(pi.lb = NA, pi.ub = NA)
  if (random) {
    profile <- confint(x, control = list(tol = 1e-15 * scale, tau2.max = 1e8 * scale))$random[1, 2:3]
    if (test == "z") z <- predict(x)
    if (length(yi) > 2) riley <- predict(x, pi.type = "riley")
  }
  object(list(
    estimate = number(x$beta[1]), se = number(x$se), low = number(x$ci.lb), high = number(x$ci.ub), p = number(x$pval),
    tau2 = number(x$tau2), tau2_low = number(profile[1]), tau2_high = number(profile[2]),
    i2 = number(x$I2), i2_q = number(max(0, 100 * (x$QE - x$k + 1) / x$QE)), q = number(x$QE), q_p = number(x$QEp),
    prediction_z = numbers(c(z$pi.lb, z$pi.ub)), prediction_t = numbers(c(riley$pi.lb, riley$pi.ub)),
    weights = numbers(weights(x))
  ))
}

results <- function(yi, vi) {
  all <- list()
  for (model in names(models)) for (test in names(tests)) {
    if (model == "common-effect" && test != "wald") next
    all[[paste(model, test)]] <- fit(yi, vi, models[[model]], tests[[test]])
  }
  object(list(yi = numbers(yi, 17), vi = numbers(vi, 17), results = object(all)))
}

# ------------------------------------------------------------------------------------------------------ random input

random_case <- function() {
  k <- sample(2:15, 1)
  vi <- 10^runif(k, -3, sample(c(-2, 0, 2), 1))
  yi <- rnorm(k, sample(c(-2, 0, 5), 1), sqrt(vi + sample(c(0, 0, 0.01, 1, 25), 1)))
  results(round(yi, 6), signif(vi, 6))
}

# --------------------------------------------------------------------------------------------------------- data sets

# A data set: the rows of a data frame as trials of two arms, and what to pool of them.
#   data(row)   lines of an outcome: arm data, or an effect
#   effects     per measure: yi and vi as metafor computes them
slug <- function(text) {
  plain <- iconv(text, to = "ASCII//TRANSLIT")
  gsub("^-+|-+$", "", gsub("[^a-z0-9]+", "-", tolower(plain)))
}

dataset <- function(name, label, n1, n2, rows, effects, scale = "{name: Result, better: neither}", model = "reml") {
  short <- sub("^dat\\.", "", name)
  key <- sprintf("%s-%02d-%s", short, seq_along(label), slug(label))
  list(
    name = name, short = short, label = label, key = substr(key, 1, 60), n1 = n1, n2 = n2, rows = rows,
    effects = effects, scale = scale, model = model
  )
}

events <- function(ai, n1, ci, n2) {
  sprintf("    data:\n      - {arm: one, n: %d, events: %d}\n      - {arm: two, n: %d, events: %d}\n", n1, ai, n2, ci)
}

datasets <- function() {
  bcg <- dat.bcg
  bcg$n1 <- bcg$tpos + bcg$tneg
  bcg$n2 <- bcg$cpos + bcg$cneg
  hine <- dat.hine1989
  normand <- dat.normand1999
  niel <- dat.nielweise2007
  raudenbush <- dat.raudenbush1985
  # Odds ratios with their intervals, as a paper would print them.
  li <- escalc("OR", ai = ai, n1i = n1i, ci = ci, n2i = n2i, data = dat.li2007)
  z <- qnorm(0.975)
  list(
    dataset(
      "dat.bcg", paste(bcg$author, bcg$year), bcg$n1, bcg$n2, events(bcg$tpos, bcg$n1, bcg$cpos, bcg$n2),
      list(
        RR = escalc("RR", ai = tpos, bi = tneg, ci = cpos, di = cneg, data = bcg),
        OR = escalc("OR", ai = tpos, bi = tneg, ci = cpos, di = cneg, data = bcg)
      )
    ),
    dataset(
      "dat.hine1989", hine$source, hine$n1i, hine$n2i, events(hine$ai, hine$n1i, hine$ci, hine$n2i),
      list(RD = escalc("RD", ai = ai, n1i = n1i, ci = ci, n2i = n2i, data = hine)), model = "dersimonian-laird"
    ),
    dataset(
      "dat.normand1999", normand$source, normand$n1i, normand$n2i,
      sprintf(
        "    data:\n      - {arm: one, n: %d, mean: %s, sd: %s}\n      - {arm: two, n: %d, mean: %s, sd: %s}\n",
        normand$n1i, decimal(normand$m1i), decimal(normand$sd1i),
        normand$n2i, decimal(normand$m2i), decimal(normand$sd2i)
      ),
      list(
        MD = escalc("MD", m1i = m1i, sd1i = sd1i, n1i = n1i, m2i = m2i, sd2i = sd2i, n2i = n2i, data = normand),
        SMD = escalc("SMD", m1i = m1i, sd1i = sd1i, n1i = n1i, m2i = m2i, sd2i = sd2i, n2i = n2i, data = normand)
      ),
      scale = "{name: Length of stay, unit: days, better: lower}"
    ),
    dataset(
      "dat.nielweise2007", paste(niel$author, niel$year), niel$n1i, niel$n2i,
      events(niel$ai, niel$n1i, niel$ci, niel$n2i),
      # Half an event in each cell of the trials without events in one arm: metafor's default. A trial without any
      # event says nothing of a ratio and is left out, which metafor does when told so.
      list(OR = escalc("OR", ai = ai, n1i = n1i, ci = ci, n2i = n2i, drop00 = TRUE, data = niel)), model = "paule-mandel"
    ),
    dataset(
      "dat.raudenbush1985", paste(raudenbush$author, raudenbush$year), raudenbush$n1i, raudenbush$n2i,
      sprintf(
        "    effect: {measure: SMD, value: %s, se: %s}\n", decimal(raudenbush$yi), decimal(sqrt(raudenbush$vi))
      ),
      list(SMD = data.frame(yi = raudenbush$yi, vi = raudenbush$vi))
    ),
    dataset(
      "dat.li2007", paste(li$study, li$year), li$n1i, li$n2i,
      sprintf(
        "    effect: {measure: OR, value: %s, ci: {low: %s, high: %s}}\n", decimal(exp(li$yi)),
        decimal(exp(li$yi - z * sqrt(li$vi))), decimal(exp(li$yi + z * sqrt(li$vi)))
      ),
      list(OR = data.frame(yi = li$yi, vi = li$vi)), model = "common-effect"
    )
  )
}

# ----------------------------------------------------------------------------------------------------------- records

# Which way the first group lay; a trial without events in either group has no effect, and its groups were alike.
direction <- function(yi) if (is.na(yi) || yi == 0) "same" else if (yi > 0) "higher" else "lower"

study <- function(set, row) {
  total <- set$n1[row] + set$n2[row]
  paste0(
    "# yaml-language-server: $schema=../../../../scripts/evidence/schema/study.schema.json\n",
    "id: ", set$key[row], "\n",
    "kind: trial\ndesign: randomized-parallel\n",
    "summary: 'Row ", row, " of ", set$name, ": two groups were compared.'\n",
    "population: ", total, " people\n",
    "read: second-hand\n",
    "arms:\n",
    "  - {id: one, name: First group, role: other-treatment, n: ", set$n1[row], "}\n",
    "  - {id: two, name: Second group, role: no-treatment, n: ", set$n2[row], "}\n",
    "randomized: ", total, "\nanalysed: ", total, "\n",
    "outcomes:\n",
    "  - id: result\n    name: The result of the data set\n",
    "    scale: ", set$scale, "\n",
    "    comparison: {of: one, against: two}\n    direction: ", direction(set$effects[[1]]$yi[row]), "\n",
    "    finding: The figures below are those of the data set.\n",
    set$rows[row],
    "    where: ", set$name, " of the R package metadat\n",
    "verified:\n  - {what: [figures], where: ", set$name, " of the R package metadat, when: 2026-11}\n"
  )
}

reference <- function(set, row) {
  paste0(
    "@misc{", set$key[row], ",\n  title = {Row ", row, " of ", set$name, ": ", gsub("&", "\\\\&", set$label[row]),
    "},\n}\n"
  )
}

body <- function(set, measure) {
  refs <- paste0("{study: ", set$key[!is.na(set$effects[[measure]]$yi)], ", outcome: result}")
  paste0(
    "  - id: ", tolower(measure), "\n    basis: intervention\n    directness: direct\n    finding: conflicting\n",
    "    conclusion: The evidence is very uncertain, and only the arithmetic is of interest.\n    main_reason: this is a test of arithmetic\n",
    "    start: randomized\n    threshold: {null_effect: true}\n    evidence:\n",
    paste0("      - {study: ", set$key, ", outcome: result, bearing: background, why: A row.}\n", collapse = ""),
    "    judgements:\n",
    "      risk_of_bias: {level: -2, reason: Not judged.}\n      inconsistency: {level: 0, reason: Not judged.}\n",
    "      indirectness: {level: 0, reason: Not judged.}\n      imprecision: {level: -1, reason: Not judged.}\n",
    "      publication_bias: {level: 0, reason: Not judged.}\n",
    "    synthesis:\n      condition: the people of the data set\n      duration: as in the data set\n",
    "      known_participants: ", sum(set$n1 + set$n2), "\n",
    "      known_from: all rows of the data set\n",
    "      measure: ", measure, "\n      model: ", set$model, "\n      test: wald\n      outcomes:\n",
    paste0("        - ", refs, "\n", collapse = "")
  )
}

claim <- function(set, number) {
  measures <- names(set$effects)
  paste0(
    "# yaml-language-server: $schema=../../../../../scripts/evidence/schema/claim.schema.json\n",
    "id: ", set$short, "\ntitle: What does ", set$name, " give?\nshort_claim: ", set$name, " is pooled as in metafor.\n",
    "topic: background\nkind: background\nverdict: unsettled\n",
    "answer: The evidence is very uncertain. Only the sums are of interest.\nsummary: Only the arithmetic is of interest.\n",
    "practical: Nothing follows from it.\n",
    "stated_in:\n  - {document: data-sets, sentence: p", number, "s1, phrase: ", set$name, ", put_as: asserted}\n",
    "bodies:\n", paste0(vapply(measures, function(measure) body(set, measure), ""), collapse = ""),
    "rests_on: [", paste(tolower(measures), collapse = ", "), "]\n",
    "in_favour: Nothing.\nwhy_believed: Nothing.\nunknown: Nothing.\n",
    "also_asked: [one, two, three, four, five]\nreviewed: 2026-11-21\nreview_by: 2028-11-21\n",
    "changes:\n  - {date: 2026-11-21, what: Made from the data set.}\n"
  )
}

sentence <- function(set, number) {
  # No document stands behind these sentences, so their checksums are none.
  paste0(
    "  - {id: p", number, "s1, sha256: ", strrep("a", 64), ", gist: ", set$name, ", role: claim, claims: [", set$short,
    "]}\n"
  )
}

write_project <- function() {
  put <- function(text, ...) {
    path <- file.path("project", ...)
    dir.create(dirname(path), recursive = TRUE, showWarnings = FALSE)
    cat(text, file = path, sep = "")
  }
  unlink("project", recursive = TRUE)
  sets <- datasets()
  for (number in seq_along(sets)) {
    set <- sets[[number]]
    for (row in seq_along(set$key)) put(study(set, row), "studies", paste0(set$key[row], ".yml"))
    put(claim(set, number), "claims", "background", paste0(set$short, ".yml"))
  }
  references <- unlist(lapply(sets, function(set) vapply(seq_along(set$key), function(row) reference(set, row), "")))
  put(paste(references, collapse = "\n"), "references.bib")
  put("# Data sets\n", "docs", "index.md")
  put("# Background\n\n<!-- evidence:topic background -->\n", "docs", "topics", "background.md")
  put(paste0(
    "# yaml-language-server: $schema=../../../../scripts/evidence/schema/source.schema.json\n",
    "id: data-sets\ntitle: Data sets\nkind: blog-post\nabout: A list of data sets.\n",
    "sha256: ", strrep("a", 64), "\nnormalisation: nfc-nbsp-space-1\nsentences:\n",
    paste0(mapply(sentence, sets, seq_along(sets)), collapse = "")
  ), "sources", "data-sets.yml")
  frozen <- lapply(sets, function(set) object(lapply(set$effects, function(x) {
    given <- !is.na(x$yi)
    results(as.numeric(x$yi)[given], as.numeric(x$vi)[given])
  })))
  names(frozen) <- vapply(sets, function(set) set$short, "")
  cat(gsub('}, "', '},\n"', object(frozen)), "\n", file = "datasets.json", sep = "")
  set.seed(20261121)
  cases <- vapply(1:40, function(index) random_case(), "")
  cat("[\n", paste(cases, collapse = ",\n"), "\n]\n", file = "random.json", sep = "")
}

# -------------------------------------------------------------------------------------------------------------- main

arguments <- commandArgs(trailingOnly = TRUE)
if (identical(arguments, "write")) {
  setwd(dirname(normalizePath(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE)))))
  write_project()
} else if (identical(arguments, "pool")) {
  lines <- readLines(file("stdin"))
  values <- function(text) as.numeric(strsplit(trimws(text), "[[:space:]]+")[[1]])
  cases <- vapply(strsplit(lines, ";"), function(sides) results(values(sides[1]), values(sides[2])), "")
  cat("[", paste(cases, collapse = ",\n"), "]\n", sep = "")
} else {
  stop("say write or pool")
}
