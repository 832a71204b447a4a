# Answer lines of stdin, one line of numbers each: what R's distributions and metafor's escalc say.
#
#   Rscript escalc.R distributions   p t x df               -> qnorm(p) pnorm(t) qt(p) pt(t) qchisq(p) pchisq(x) 1-pchisq(x)
#   Rscript escalc.R means           m1 sd1 n1 m2 sd2 n2    -> MD and SMD: estimate and variance
#   Rscript escalc.R events          a n1 c n2              -> RR, OR and RD: estimate and variance
#   Rscript escalc.R paired          m1 sd1 m2 sd2 n r      -> MC: estimate and variance

what <- commandArgs(trailingOnly = TRUE)[1]
given <- as.matrix(read.table(file("stdin")))

if (what == "distributions") {
  p <- given[, 1]; t <- given[, 2]; x <- given[, 3]; df <- given[, 4]
  found <- cbind(qnorm(p), pnorm(t), qt(p, df), pt(t, df), qchisq(p, df), pchisq(x, df),
                 pchisq(x, df, lower.tail = FALSE))
} else {
  suppressMessages(library(metafor))
  columns <- lapply(seq_len(ncol(given)), function(i) given[, i])
  escalced <- function(measure, names) {
    as.matrix(do.call(escalc, c(list(measure = measure), setNames(columns, names)))[, c("yi", "vi")])
  }
  found <- switch(what,
    means = do.call(cbind, lapply(c("MD", "SMD"), escalced, c("m1i", "sd1i", "n1i", "m2i", "sd2i", "n2i"))),
    events = do.call(cbind, lapply(c("RR", "OR", "RD"), escalced, c("ai", "n1i", "ci", "n2i"))),
    paired = escalced("MC", c("m1i", "sd1i", "m2i", "sd2i", "ni", "ri")))
}
cat(apply(found, 1, function(row) paste(sprintf("%.17g", row), collapse = " ")), sep = "\n")
