#include "rerate/publish/claim_verdict.h"

#include <fmt/format.h>

#include <algorithm>

#include "rerate/publish/number_format.h"
#include "rerate/study/claim_words.h"

namespace rerate {
namespace {

struct Known {
  std::string_view verdict;
  VerdictLook look;
};

constexpr std::string_view kCircle = "<circle cx=\"8\" cy=\"8\" r=\"6.5\"/>";
constexpr std::string_view kHalfCircle =
    "<circle cx=\"8\" cy=\"8\" r=\"5.75\" class=\"hollow\"/><path d=\"M8 1.5A6.5 6.5 0 0 0 8 14.5Z\"/>";
constexpr std::string_view kTriangle = "<path d=\"M8 1L15.5 14.5H.5Z\"/>";
constexpr std::string_view kSquare = "<path d=\"M1.5 1.5H14.5V14.5H1.5Z\"/>";
constexpr std::string_view kRing = "<circle cx=\"8\" cy=\"8\" r=\"5.75\" class=\"hollow\"/>";

// Cyan rather than green: red and green are one to many.
constexpr Known kKnown[] = {
    {"exact", {"good", kCircle, "●", "+", "\x1b[36m"}},
    {"within rounding", {"good", kHalfCircle, "◐", "~", "\x1b[36m"}},
    {"only under other rules", {"watch", kTriangle, "▲", "!", "\x1b[33m"}},
    {"not reproduced", {"stress", kSquare, "■", "#", "\x1b[1;31m"}},
};
constexpr VerdictLook kUnknown{"neutral", kRing, "○", "?", "\x1b[2m"};

std::string count_text(std::int64_t count) { return people_number(static_cast<double>(count), 0); }

void tell(std::vector<Fact>& facts, const char* label, const std::string& text) {
  if (!text.empty()) facts.push_back({label, people_sentence(spaced_figures(text))});
}

}  // namespace

const VerdictLook& verdict_look(std::string_view verdict) {
  for (const Known& known : kKnown)
    if (known.verdict == verdict) return known.look;
  return kUnknown;
}

std::string verdict_mark(std::string_view verdict) {
  const VerdictLook& look = verdict_look(verdict);
  return fmt::format(
      "<svg class=\"verdict-mark {}\" viewBox=\"0 0 16 16\" width=\"16\" height=\"16\" "
      "aria-hidden=\"true\">{}</svg>",
      look.colour, look.shape);
}

std::string spaced_figures(std::string text) {
  std::replace(text.begin(), text.end(), '_', ' ');
  return text;
}

std::string claim_words(const JudgedClaim& claim) {
  return claim.words.empty() || claim.words == claim.claimed ? spaced_figures(claim.claimed) : claim.words;
}

std::string reproduction_text(const JudgedClaim& claim) {
  if (claim.definitions < 2) return {};
  const auto all = people_sentence(judged_by_in_words(claim));
  if (claim.reproducing == 0) return fmt::format("none of {}", all);
  std::string text = fmt::format("{} of {}", count_text(claim.reproducing), all);
  if (const std::string split = exactness_in_words(claim); !split.empty())
    text += fmt::format(" ({})", split);
  if (claim.changed > 0)
    text += fmt::format("; the nearest changes {} choice{}", count_text(claim.changed),
                        claim.changed == 1 ? "" : "s");
  return text;
}

std::vector<Fact> claim_facts(const JudgedClaim& claim) {
  std::vector<Fact> facts;
  if (claim.claimed != claim.words) tell(facts, "Claimed", claim.claimed);
  tell(facts, "Found", claim.found);
  // A section without choices has one rule.
  if (claim.definitions != 1 || claim.given)
    tell(facts, claim.verdict == "not reproduced" ? "Best rule" : "Rule", claim.rule);
  if (claim.miss != claim.verdict && claim.miss != "exact") tell(facts, "Miss", claim.miss);
  tell(facts, "Reproduced by", reproduction_text(claim));
  return facts;
}

}  // namespace rerate
