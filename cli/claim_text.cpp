#include "cli/claim_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "rerate/base/utf8.h"
#include "rerate/publish/claim_verdict.h"
#include "rerate/publish/number_format.h"
#include "rerate/publish/terminal_grid.h"
#include "rerate/publish/terminal_text.h"
#include "rerate/study/claim_words.h"

namespace rerate::cli {
namespace {

constexpr int kLeastWidth = 60, kMostWidth = 130;
constexpr int kLabelWidth = 10, kMostClaimWidth = 44, kLeastFoundWidth = 12, kShareWidth = 18;
constexpr std::size_t kMostOthers = 5;
constexpr std::string_view kNormal = "\x1b[0m", kBold = "\x1b[1m";

std::vector<const JudgedClaim*> claims_of(const Results& results) {
  std::vector<const JudgedClaim*> claims;
  for (const auto& section : results.sections)
    for (const auto& claim : section.claims) claims.push_back(&claim);
  return claims;
}

class ClaimText {
 public:
  explicit ClaimText(const TerminalStyle& style)
      : colour_(style.colour), width_(std::clamp(style.width, kLeastWidth, kMostWidth)) {}

  std::string bold(const std::string& text) const { return painted(text, kBold); }
  int width() const { return width_; }

  // The verdict stands first, as its column is as wide as the widest of the four whatever the claims are: nothing has to be found
  // in a finished line to be coloured.
  std::string table(const std::vector<const JudgedClaim*>& claims) const {
    std::size_t verdict_width = 0;
    for (const auto* claim : claims) verdict_width = std::max(verdict_width, claim->verdict.size());
    const int room = width_ - static_cast<int>(verdict_width) - 6;
    const int found_width = std::max(kLeastFoundWidth, (room - kShareWidth) / 2);
    std::vector<std::vector<std::string>> rows = {{"claim", "found", "given by"}};
    for (const auto* claim : claims)
      rows.push_back({fit_columns(one_clean_line(people_sentence(claim->words)), kMostClaimWidth),
                      fit_columns(one_clean_line(people_sentence(claim->found)), found_width),
                      share_of(*claim)});
    const auto lines = terminal_grid(rows, room, {false, true, false});
    std::string text;
    for (std::size_t i = 0; i < lines.size(); ++i) {
      const auto* claim = i < 2 || i - 2 >= claims.size() ? nullptr : claims[i - 2];
      const auto verdict = claim ? claim->verdict : std::string();
      const auto& look = verdict_look(verdict);
      const auto mark = claim ? painted(std::string(look.symbol) + " " + verdict, look.paint) : "  ";
      text += "  " + mark + std::string(verdict_width - verdict.size() + 2, ' ') + lines[i] + "\n";
    }
    return text;
  }

  std::string one(const JudgedClaim& claim) const {
    const auto& look = verdict_look(claim.verdict);
    std::string text = bold(wrap_columns(one_clean_line(people_sentence(claim.words)), width_, "")) + "\n";
    line(text, "verdict", painted(std::string(look.symbol) + " " + verdict_with_source(claim), look.paint));
    line(text, "claimed", claim.claimed);
    line(text, "found",
         claim.miss == "exact" ? claim.found : fmt::format("{} ({})", claim.found, claim.miss));
    if (claim.given) line(text, "rule", claim.rule);
    if (claim.definitions < 2) return text;
    if (!claim.given) line(text, claim.verdict == "not reproduced" ? "nearest" : "rule", claim.rule);
    line(text, "natural", natural(claim));
    for (std::size_t i = 0; i < claim.others.size() && i < kMostOthers; ++i)
      line(text, i == 0 ? "also" : "", claim.others[i]);
    for (std::size_t i = 0; i < claim.spread.size(); ++i) line(text, i == 0 ? "spread" : "", claim.spread[i]);
    return text;
  }

 private:
  static std::string share_of(const JudgedClaim& claim) {
    if (claim.definitions < 2) return claim.given ? "given figures" : "one definition";
    return fmt::format("{} of {}", people_number(static_cast<double>(claim.reproducing), 0),
                       people_number(static_cast<double>(claim.definitions), 0));
  }

  static std::string natural(const JudgedClaim& claim) {
    const auto all = people_sentence(judged_by_in_words(claim));
    auto given =
        fmt::format("{} of {} give it", people_number(static_cast<double>(claim.reproducing), 0), all);
    if (const auto split = exactness_in_words(claim); !split.empty()) given += fmt::format(" ({})", split);
    if (claim.verdict == "not reproduced") return fmt::format("none of {} gives it", all);
    if (claim.changed == 0) return "the study's own definition; " + given;
    return fmt::format("changes {} choice{} of the study's; {}", claim.changed, claim.changed == 1 ? "" : "s",
                       given);
  }

  std::string painted(const std::string& text, std::string_view paint) const {
    return colour_ ? std::string(paint) + text + std::string(kNormal) : text;
  }

  void line(std::string& text, std::string_view label, const std::string& what) const {
    const auto wrapped =
        wrap_columns(painted_or_clean(what), width_ - kLabelWidth - 2, std::string(kLabelWidth + 2, ' '));
    text += fmt::format("  {:<{}}{}\n", label, kLabelWidth,
                        wrapped.substr(std::min<std::size_t>(wrapped.size(), kLabelWidth + 2)));
  }

  // What we painted ourselves is clean; all other text may come from a file.
  static std::string painted_or_clean(const std::string& text) {
    return text.starts_with('\x1b') ? text : one_clean_line(people_sentence(text));
  }

  bool colour_;
  int width_;
};

}  // namespace

std::string claim_text(const Results& results, const TerminalStyle& style) {
  const ClaimText told(style);
  const auto claims = claims_of(results);
  std::string text = told.bold(fit_columns(one_clean_line(results.study_title), told.width())) + "\n";
  text += fmt::format("as of {} · {}\n\n", people_day(results.as_of), one_clean_line(results.study_file));
  text += told.table(claims);
  for (const auto* claim : claims) text += "\n" + told.one(*claim);
  return style.unicode ? text : ascii_only(text);
}

}  // namespace rerate::cli
