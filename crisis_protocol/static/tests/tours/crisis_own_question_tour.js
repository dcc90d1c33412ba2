import { registry } from "@web/core/registry";
import { stepUtils } from "@web_tour/tour_utils";

// A manager adds a question of his own to a protocol, on one of its documents.
registry.category("web_tour.tours").add("crisis_own_question_tour", {
    steps: () => [
        { trigger: ".nav-link[name=information]", run: "click" },
        { trigger: ".o_cp_action_menus button:has(.fa-cog)", run: "click" },
        { trigger: ".dropdown-item:contains(Edit Properties)", run: "click" },
        {
            trigger: ".o_field_property_definition_header",
            run: "edit Is there a budget? && press Tab",
        },
        { trigger: ".o_field_widget[name=name] textarea", run: "click" },
        { trigger: "body:not(:has(.o_field_property_definition))" },
        ...stepUtils.saveForm(),
        {
            content: "It is among what is still to be asked",
            trigger: ".o_field_widget[name=missing_information]:contains(budget)",
        },
    ],
});
