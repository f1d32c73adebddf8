#include "rerate/study/given_claims.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "rerate/study/figures.h"

namespace rerate {
namespace {

constexpr std::array<std::string_view, 2> kLookedUp = {"price", "record_level"};
constexpr std::array<std::string_view, 3> kOfGrowth = {"bottom_up_growth", "disconnect", "model_growth"};

bool is_arithmetic(const FairValueRequest& request, std::string_view figure) {
  const auto& question = request.question;
  if (!question.given || std::ranges::find(kLookedUp, figure) != kLookedUp.end()) return false;
  const bool growth = question.given->growth || question.growth_drivers.empty();
  const bool all = growth && question.given->fair_multiple && !request.fundamental;
  return all || (question.given->growth && std::ranges::find(kOfGrowth, figure) != kOfGrowth.end());
}

}  // namespace

bool is_arithmetic(const SectionQuestion& question, const Claim& claim) {
  const auto* request = std::get_if<FairValueRequest>(&question);
  return request && std::ranges::all_of(claim.figures, [&](const ClaimedFigure& figure) {
           return is_arithmetic(*request, figure_name("fair_value", figure.name));
         });
}

}  // namespace rerate
