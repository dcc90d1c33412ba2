import { useEffect } from "@odoo/owl";

import { browser } from "@web/core/browser/browser";

const callbacks = new Set();
let interval;

/**
 * Call back each second while the component is mounted. All components share one
 * timer, which stops with the last of them.
 *
 * @param {() => void} callback
 */
export function useEverySecond(callback) {
    useEffect(
        () => {
            if (!callbacks.size) {
                interval = browser.setInterval(
                    () => callbacks.forEach((each) => each()),
                    1000
                );
            }
            callbacks.add(callback);
            return () => {
                callbacks.delete(callback);
                if (!callbacks.size) {
                    browser.clearInterval(interval);
                }
            };
        },
        () => []
    );
}
